import { application } from '../../tooling/build/application.ts';
import { page } from '../../tooling/build/page.ts';

export default [
  application({
    cli: 'src/cli.ts',
    worker: 'src/worker.ts',
    'doctor-worker': 'src/doctor/worker.ts',
    'copy-thread': 'src/copy-thread.ts',
    'prepare-thread': 'src/dataset/prepare/thread.ts',
    peers: 'peers/compare/main.ts',
    'peers-worker': 'peers/compare/worker.ts',
    bench: 'bench/main.ts',
    'bench-read': 'bench/read-one.ts',
    fuzz: 'fuzz/main.ts',
    'fuzz-worker': 'fuzz/worker.ts',
  }),
  page({ page: 'page/main.ts' }, 'dist/page'),
];
