import type { Machine } from '../../src/results/machine.ts';

/** What the figures of a comparison do not show, in sentences. */
export function peerLimits(
  threads: number,
  source: string,
  { load, cores }: Pick<Machine, 'load' | 'cores'>,
): string[] {
  return [
    'The loss alone is a part of a training step or a registration: what a faster one gains there depends on the rest.',
    `The contenders were given ${threads} thread${threads === 1 ? '' : 's'}; virtual processors may share one core, and then the second gains little. dipy's kernels use one thread whatever they are given.`,
    'PyTorch is at home on graphics cards: these figures are of processors only.',
    'Images already stand in each library’s own memory: reading or copying them there is in no time.',
    'In PyTorch and dipy an evaluation of more than ten seconds is made once per round, without a warm-up.',
    ...(load > cores / 4
      ? [
          `The machine was busy when this began (load ${load.toFixed(1)} on ${cores} cores): times are too long and uneven.`,
        ]
      : []),
    ...(source === 'phantom'
      ? [
          'The images are a synthetic phantom: the arithmetic is that of a scan, its noise and background are idealized.',
        ]
      : []),
  ];
}
