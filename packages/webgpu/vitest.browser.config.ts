import { browserProject } from '../../tooling/vitest/browser-project.ts';

export default browserProject('webgpu (Chromium)');
