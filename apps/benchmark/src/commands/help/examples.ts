/** A command line and what it does. */
export type Example = readonly [line: string, meaning: string];

const start = 'npm run benchmark --';

/** What can be typed, by the words that call the command, such as `data prepare`; the program's own under its name. */
export const examples: Readonly<Record<string, readonly Example[]>> = {
  benchmark: [
    [`${start} doctor`, 'what works here, and how long a run takes'],
    [start, 'the phantom at 80x96x112, every algorithm'],
    [`${start} --moving a.nii.gz --fixed b.nii.gz`, 'two scans'],
    [`${start} run --help`, 'all options of a run'],
  ],
  run: [
    [`${start} --engines onnxruntime --algorithms sequential,auto`, 'two contenders'],
    [`${start} --networks vm1,lku4 --pairs 10`, 'two networks, ten steps an epoch'],
    [`${start} --data scan.nii.gz --size 160x192x224`, 'one scan, and warped copies as patients'],
    [`${start} --profile paper`, 'the experiment of the paper: days on a laptop'],
  ],
  demo: [['npm start', 'the same']],
  resume: [
    [`${start} resume results/2026-01-31-12-00-00-run`, 'after Ctrl-C, a crash or kill -9'],
    [`${start} resume results/2026-01-31-12-00-00-run --retry`, 'also what had failed'],
  ],
  report: [[`${start} report results/2026-01-31-12-00-00-run`, 'the tables of a run']],
  doctor: [
    [`${start} doctor`, 'about the quick profile'],
    [`${start} doctor --profile paper`, 'memory, disk and hours of the paper’s'],
    [`${start} doctor --engines webgpu`, 'whether the GPU works'],
    [`${start} doctor --json --no-calibration`, 'for a script: in seconds, as JSON'],
  ],
};
