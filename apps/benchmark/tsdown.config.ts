import { application } from '../../tooling/build/application.ts';

export default application({
  cli: 'src/cli.ts',
  worker: 'src/worker.ts',
  peers: 'peers/compare/main.ts',
  'peers-worker': 'peers/compare/worker.ts',
});
