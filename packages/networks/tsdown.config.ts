import { library } from '../../tooling/build/library.ts';

export default library({
  index: 'src/index.ts',
  lku4: 'src/lku4.ts',
  lku8: 'src/lku8.ts',
  vm1: 'src/vm1.ts',
  vm2: 'src/vm2.ts',
  'training/index': 'src/training/index.ts',
  'weights/index': 'src/weights/index.ts',
});
