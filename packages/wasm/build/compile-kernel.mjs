import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { main as compile } from 'assemblyscript/asc';
import { transform } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const target = path.join(root, 'src/generated/kernel.js');

/** Compiles the kernel and the worker into one module of strings, unless it is up to date. */
export async function compileKernel() {
  const worker = path.join(root, 'src/threads/worker.ts');
  const kernel = path.join(root, 'kernel');
  const files = (await readdir(kernel)).filter((file) => file.endsWith('.ts')).map((file) => path.join(kernel, file));
  const inputs = [...files.sort(), worker, fileURLToPath(import.meta.url)];
  const hash = createHash('sha256');
  for (const file of inputs) hash.update(await readFile(file));
  const stamp = `// ${hash.digest('hex')}`;
  const existing = await readFile(target, 'utf8').catch(() => '');
  if (existing.startsWith(stamp)) return;
  const binary = await compileAssembly(path.join(kernel, 'index.ts'));
  const { code } = await transform(await readFile(worker, 'utf8'), { loader: 'ts', minify: true, target: 'es2022' });
  const text = [
    stamp,
    `export const kernelBase64 = '${binary.toString('base64')}';`,
    `export const sharedFlagOffset = ${sharedFlagOffset(binary)};`,
    `export const workerCode = ${JSON.stringify(code)};`,
    '',
  ].join('\n');
  await mkdir(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, target);
}

/** @param {string} entry */
async function compileAssembly(entry) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fast-lncc-kernel-'));
  const output = path.join(folder, 'kernel.wasm');
  try {
    const { error, stderr } = await compile([
      entry,
      ...['--outFile', output, '--baseDir', '/', '-O3', '--noAssert', '--runtime', 'stub', '--zeroFilledMemory'],
      ...['--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory'],
      ...['--initialMemory', '1', '--maximumMemory', '65536'],
    ]);
    const messages = stderr.toString();
    if (error || messages !== '') throw new Error(`The kernel does not compile:\n${messages}${error ?? ''}`);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Where the module says that its memory is shared: clearing the bit there makes the module for plain memory.
 *
 * @param {Buffer} binary
 */
function sharedFlagOffset(binary) {
  // The import's kind (memory) and its limits: shared with a maximum, at least 1 page, at most 65536.
  const limits = Buffer.from([0x02, 0x03, 0x01, 0x80, 0x80, 0x04]);
  const offset = binary.indexOf(limits);
  if (offset < 0) throw new Error('The kernel does not import a shared memory of 1 to 65536 pages.');
  return offset + 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await compileKernel();
