import { project } from '../../tooling/vitest/project.ts';

export default project('benchmark', { globalSetup: ['../../packages/wasm/build/global-setup.ts'] });
