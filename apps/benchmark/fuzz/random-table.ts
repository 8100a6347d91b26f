import type { Choose } from './choose.ts';

const pieces = [
  'moving',
  'fixed',
  'moving_labels',
  'fixed_labels',
  'input.csv',
  'a.nii',
  '../../b.pkl',
  '\0.npy',
  `${'x'.repeat(300)}.nii.gz`,
  '__proto__',
  ',',
  ',',
  ',',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '"',
  'input.nii,a.nii\n',
  'input.nii,a.nii\n',
  '"input.nii","a.nii"\n',
  ' ',
  ';',
  '\uFEFF',
  '\u2028',
  '😀',
];

/** A table of pieces that mean something in one. */
export function randomTable(choose: Choose): Buffer {
  const header = choose.chance(0.7) ? 'moving,fixed\n' : '';
  return Buffer.from(
    header + Array.from({ length: choose.below(choose.one([4, 60])) }, () => choose.one(pieces)).join(''),
  );
}
