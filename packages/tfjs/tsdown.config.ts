import { library } from '../../tooling/build/library.ts';

export default library({
  index: 'src/index.ts',
  'fused/index': 'src/fused/index.ts',
  'fused-webgpu/index': 'src/fused-webgpu/index.ts',
  'training/index': 'src/training/index.ts',
});
