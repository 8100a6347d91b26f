import { browserProject } from '../../tooling/vitest/browser-project.ts';

export default browserProject('wasm (Chromium, isolated)', { isolated: true, globalSetup: ['build/global-setup.ts'] });
