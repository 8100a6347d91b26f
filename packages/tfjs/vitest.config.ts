import { project } from '../../tooling/vitest/project.ts';

export default project('tfjs', { globalSetup: ['../wasm/build/global-setup.ts'] });
