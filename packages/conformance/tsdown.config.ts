import { library } from '../../tooling/build/library.ts';

export default library({
  index: 'src/index.ts',
  'golden/index': 'src/golden/index.ts',
  'training/index': 'src/training/index.ts',
});
