import { fileURLToPath } from 'node:url';
import { runProcess } from '../process/run-process.mjs';
import { megabytes } from '../process/voice.mjs';
import { findOnnxruntimeCuda } from './find-onnxruntime-cuda.mjs';
import { onnxruntimeLayout } from './layout.mjs';

const script = fileURLToPath(new URL('./list-backends.mjs', import.meta.url));

/**
 * What there is, and what could be fetched, in words.
 *
 * @param {import('../workshop.mjs').Tools} tools
 * @returns {Promise<string>}
 */
export async function status({ environment, signal }) {
  const { version, wheel, cudaWheels } = onnxruntimeLayout({ environment });
  const { output, errors } = await runProcess([process.execPath, script], { environment, signal });
  const answer = output.trim().split('\n').at(-1);
  /** @type {Array<{ name: string, bundled: boolean }>} */
  const backends = answer ? JSON.parse(answer) : [];
  /** @param {boolean} bundled */
  const names = (bundled) =>
    backends
      .filter((one) => one.bundled === bundled)
      .map(({ name }) => name)
      .join(', ');
  const cudaBytes = cudaWheels.reduce((sum, { bytes }) => sum + bytes, 0);
  const { folder } = findOnnxruntimeCuda({ environment });
  return [
    answer ? `onnxruntime-node ${version} works here.` : `onnxruntime-node ${version} does not load: ${errors.trim()}`,
    ...(answer ? [`Providers in the package: ${names(true)}; not in it: ${names(false) || 'none'}.`] : []),
    folder ? `With the CUDA provider: ${folder}` : 'The CUDA provider is not set up.',
    '',
    'npm run setup:onnxruntime -- --cuda',
    wheel
      ? `  fetches the CUDA provider from ${wheel.name} ${wheel.version} (${megabytes(wheel.bytes)}) into the cache;`
      : `  knows no wheel with a CUDA provider for this version;`,
    `  with --with-cuda the CUDA 13 libraries, too (${megabytes(cudaBytes)}); the driver is yours to install.`,
    '  --clean removes what this command has put into the cache. No GPU has been measured with it.',
  ].join('\n');
}
