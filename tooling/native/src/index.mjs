export { SetupError } from './setup-error.mjs';
export { findTfjsNode } from './tfjs/find-tfjs-node.mjs';
export { loadTfjsNode } from './tfjs/load-tfjs-node.mjs';
