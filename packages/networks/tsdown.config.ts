import { library } from '../../tooling/build/library.ts';

export default library({
  index: 'src/index.ts',
  vm1: 'src/vm1.ts',
  vm2: 'src/vm2.ts',
  'training/index': 'src/training/index.ts',
  'judging/index': 'src/judging/index.ts',
  'weights/index': 'src/weights/index.ts',
});
