/** What the CUDA provider of ONNX Runtime 1.30 loads besides itself: the driver, and CUDA 13. */
const cudaLibraries = ['libcuda.so.1', 'libcudart.so.13', 'libcublasLt.so.13', 'libcublas.so.13', 'libcurand.so.10'];

/** The provider's own libraries, which lie beside the runtime. */
const providerLibraries = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

/**
 * The libraries the CUDA provider would need that are not here, in the order they are loaded. It needs no GPU, and says
 * what ONNX Runtime prints but does not put into its error. Empty off Linux, and where everything is here.
 */
export async function missingCudaLibraries(): Promise<readonly string[]> {
  if (typeof process === 'undefined' || process.platform !== 'linux') return [];
  const { existsSync } = await import('node:fs');
  const { join } = await import('node:path');
  const folder = await runtimeFolder();
  const isBeside = (name: string): boolean => folder !== undefined && existsSync(join(folder, name));
  return [...providerLibraries.filter((name) => !isBeside(name)), ...cudaLibraries.filter((name) => !canLoad(name))];
}

/** The folder of the runtime that this process has loaded; where none is, of the one that is installed. */
async function runtimeFolder(): Promise<string | undefined> {
  const { createRequire } = await import('node:module');
  const { readFileSync } = await import('node:fs');
  const { dirname, join } = await import('node:path');
  try {
    const loaded = /(\/.*)\/libonnxruntime\.so/.exec(readFileSync('/proc/self/maps', 'utf8'))?.[1];
    if (loaded !== undefined) return loaded;
    const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
    return join(dirname(entry), '..', 'bin', 'napi-v6', 'linux', process.arch);
  } catch {
    return undefined;
  }
}

/** Whether the dynamic linker finds a library: loading one that is no addon fails too, but later and otherwise. */
function canLoad(name: string): boolean {
  try {
    process.dlopen({ exports: {} }, name);
    return true;
  } catch (error) {
    return !(error instanceof Error && error.message.includes('cannot open shared object file'));
  }
}
