import { application } from '../../tooling/build/application.ts';

export default application({
  cli: 'src/cli.ts',
  worker: 'src/worker.ts',
  'copy-thread': 'src/copy-thread.ts',
  peers: 'peers/compare/main.ts',
  'peers-worker': 'peers/compare/worker.ts',
});
