import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { withScratch } from '../cache/scratch.mjs';
import { installedFolder } from '../checkout/installed-package.mjs';
import { runProcess } from '../process/run-process.mjs';
import { SetupError } from '../setup-error.mjs';

/**
 * Compiles the package's binding, which uses TensorFlow's C interface and Node-API only, against the unpacked library.
 *
 * @param {import('./layout.mjs').TfjsLayout} layout
 * @param {import('../workshop.mjs').Workshop} workshop
 * @throws {SetupError} when there is no compiler, or it fails.
 */
export async function compileBinding(layout, workshop) {
  const { root, environment, signal, voice } = workshop;
  const compiler = await findCompiler(workshop);
  const sources = path.join(layout.copy.installed, 'binding');
  const nodeHeaders = path.join(installedFolder('node-api-headers'), 'include');
  const libraries = path.join(layout.library, 'tensorflow');
  voice.say(`compiling the binding of ${layout.packageName} ${layout.version} with ${compiler}`);
  await withScratch(root, async (scratch) => {
    const compiled = path.join(scratch, path.basename(layout.binding));
    const { code, errors } = await runProcess(
      [
        ...[compiler, '-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
        ...[`-I${nodeHeaders}`, `-I${path.join(libraries, 'include')}`],
        ...[path.join(sources, 'tfjs_backend.cc'), path.join(sources, 'tfjs_binding.cc'), '-o', compiled],
        ...[`-L${libraries}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2'],
        // Relative to the binding: the cache may be moved as a whole.
        `-Wl,-rpath,$ORIGIN/${path.relative(path.dirname(layout.binding), libraries)}`,
      ],
      { environment: { ...environment, TMPDIR: scratch }, signal },
    );
    if (code !== 0 || !existsSync(compiled)) {
      const first = errors.split('\n').find((line) => /error|No space/i.test(line)) ?? errors.trim();
      throw new SetupError(
        `${compiler} could not compile the binding: ${first}`,
        'It takes a C++17 compiler with its standard library (Debian and Ubuntu: apt install g++); CXX names another one.',
      );
    }
    mkdirSync(path.dirname(layout.binding), { recursive: true });
    renameSync(compiled, layout.binding);
  });
}

/**
 * @param {Pick<import('../workshop.mjs').Workshop, 'environment' | 'signal'>} workshop
 * @returns {Promise<string>} the program: the one `CXX` names, or one on the PATH.
 * @throws {SetupError} when there is none.
 */
export async function findCompiler({ environment, signal }) {
  const candidates = environment.CXX ? [environment.CXX] : ['g++', 'c++', 'clang++'];
  for (const compiler of candidates) {
    try {
      const { code } = await runProcess([compiler, '--version'], { environment, signal });
      if (code === 0) return compiler;
    } catch {
      signal.throwIfAborted();
    }
  }
  throw new SetupError(
    `There is no C++ compiler (looked for ${candidates.join(', ')}); it builds the small binding between Node and TensorFlow.`,
    'Install one (Debian and Ubuntu: apt install g++), or name one with CXX.',
  );
}
