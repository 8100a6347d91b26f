import { library } from '../../tooling/build/library.ts';

export default library({
  index: 'src/index.ts',
  blocks: 'src/blocks.ts',
  lku4: 'src/lku4.ts',
  lku8: 'src/lku8.ts',
  tm: 'src/tm.ts',
  'tm-small': 'src/tm-small.ts',
  'tm-tiny': 'src/tm-tiny.ts',
  vm1: 'src/vm1.ts',
  vm2: 'src/vm2.ts',
  'training/index': 'src/training/index.ts',
  'files/index': 'src/files/index.ts',
  'judging/index': 'src/judging/index.ts',
  'weights/index': 'src/weights/index.ts',
});
