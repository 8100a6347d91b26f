export { type DiceResult, dice } from './dice.ts';
export type { Displacement } from './displacement.ts';
export { endpointError } from './endpoint-error.ts';
export { indexFreesurferLabels } from './index-freesurfer-labels.ts';
export { foldingPercentage, jacobianDeterminants } from './jacobian.ts';
export type { LabelArray } from './label-array.ts';
export { diceStructures, freesurferIds } from './structures.ts';
export { warpLabelsNearest } from './warp-labels-nearest.ts';
export { warpLabelsTrilinear } from './warp-labels-trilinear.ts';
