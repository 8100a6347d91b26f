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
  'report compare': [
    [`${start} report compare results/first results/second`, 'one machine against another, or before against after'],
  ],
  plan: [
    [`${start} plan --profile paper --data prepared/ixi --shards 5`, 'the paper, one network and engine a part'],
    [`${start} plan --shards 2 --networks vm1,lku4 --prepared prepared/phantom`, 'the phantom, prepared once for all'],
    [`${start} run --plan plan.json --shard 1/5 --data prepared/ixi`, 'a part; again after it was interrupted'],
  ],
  merge: [[`${start} merge results/shard-* --output results/whole`, 'when all parts are there']],
  data: [
    [`${start} data inspect scan.nii.gz`, 'what a file or a folder holds'],
    [`${start} data prepare IXI_data --output prepared/ixi`, 'the set of the paper'],
    [`${start} --data prepared/ixi --size 160x192x224`, 'a run on it'],
  ],
  'data prepare': [
    [`${start} data prepare IXI_data --output prepared/ixi`, 'the training scans of the paper, atlas to patient'],
    [`${start} data prepare scans --atlas atlas.nii.gz --output prepared/mine`, 'a folder of scans'],
    [`${start} data prepare --pairs pairs.csv --output prepared/pairs`, 'a table of pairs'],
    [`${start} data prepare scan.npz --warped 6 --output prepared/warped`, 'deformations of one scan'],
  ],
  'data check': [[`${start} data check prepared/ixi`, 'every file against its digest']],
  'data inspect': [[`${start} data inspect IXI_data/Train --json`, 'a folder of scans, for a script']],
  'data fetch': [
    [`${start} data fetch ixi --output downloads`, 'how to get the set of the paper'],
    [`${start} data fetch ixi-t1 --output downloads`, 'the raw scans; goes on after an interruption'],
    [`${start} data fetch mine --url https://… --sha256 … --output downloads`, 'any other file'],
  ],
  page: [
    [`${start} page`, 'the fused GPU kernel in a browser of this machine'],
    [`${start} page --sizes 160x192x224 --rounds 30`, 'one grid, more rounds'],
    [`${start} page --port 0 --output measured`, 'any free port, results elsewhere'],
  ],
  doctor: [
    [`${start} doctor`, 'about the quick profile'],
    [`${start} doctor --profile paper`, 'memory, disk and hours of the paper’s'],
    [`${start} doctor --engines webgpu`, 'whether the GPU works'],
    [`${start} doctor --json --no-calibration`, 'for a script: in seconds, as JSON'],
  ],
};
