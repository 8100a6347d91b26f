export { fileStore } from './file-store.ts';
export { writeFileAtomically } from './write-file-atomically.ts';
