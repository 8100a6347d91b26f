import { browserProject } from '../../tooling/vitest/browser-project.ts';

export default browserProject('wasm (Chromium)', { globalSetup: ['build/global-setup.ts'] });
