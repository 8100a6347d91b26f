import { project } from '../../tooling/vitest/project.ts';

export default project('wasm', { globalSetup: ['build/global-setup.ts'] });
