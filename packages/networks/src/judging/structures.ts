/**
 * The FreeSurfer ids of the published label maps, by index: label 1 of a map is the id `freesurferIds[1]`, 2 (left
 * cerebral white matter). These are the 46 entries of `Seg_norm`, with which TransMorph's IXI comparison renumbers its
 * maps.
 *
 * Source: TransMorph repository, 6357a1d, IXI/TransMorph/data/trans.py.
 */
export const freesurferIds: readonly number[] = [
  0, 2, 3, 4, 5, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 24, 26, 28, 30, 31, 41, 42, 43, 44, 46, 47, 49, 50, 51, 52,
  53, 54, 58, 60, 62, 63, 72, 77, 80, 85, 251, 252, 253, 254, 255,
];

/**
 * The 30 structures of the published Dice, as indices of {@link freesurferIds} (`dice_val_VOI` in TransMorph repository,
 * 6357a1d, IXI/TransMorph/utils.py).
 */
export const diceStructures: readonly number[] = [
  1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 21, 22, 23, 25, 26, 27, 28, 29, 30, 31, 32, 34, 36,
];
