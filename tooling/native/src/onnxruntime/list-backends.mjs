import { createRequire } from 'node:module';

// Prints the providers that the installed onnxruntime-node knows. Run in a process of its own.
const ort = createRequire(import.meta.url)('onnxruntime-node');
console.log(JSON.stringify(ort.listSupportedBackends()));
