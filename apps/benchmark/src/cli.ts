import { fileURLToPath } from 'node:url';
import { missingBuildMessage } from './process/missing-build.ts';
import { createNativeRuntime } from './process/native-runtime.ts';
import { watchInterruptions } from './process/watch-interruptions.ts';

const interruption = watchInterruptions();

/** npm runs scripts in the package's folder; paths are meant from where the user called npm. */
const startFolder = process.env.INIT_CWD ?? process.cwd();

async function start(): Promise<number> {
  const { main } = await import('./main.ts');
  const isTerminal = process.stdout.isTTY === true;
  const { findTfjsNode } = await import('@tooling/native');
  return main(
    process.argv.slice(2),
    {
      output: {
        write: (text) => void process.stdout.write(text),
        isTerminal,
        ...(isTerminal ? { columns: process.stdout.columns } : {}),
        colors: isTerminal && process.env.NO_COLOR === undefined,
      },
      interruption,
      startFolder,
      worker: fileURLToPath(new URL('./worker.js', import.meta.url)),
      page: fileURLToPath(new URL('./page', import.meta.url)),
      native: createNativeRuntime({
        missing: () => findTfjsNode().missing,
        script: fileURLToPath(new URL('../../../tooling/setup/src/main.mjs', import.meta.url)),
        asks: isTerminal && process.stdin.isTTY === true,
        signal: interruption.signal,
      }),
    },
    (text) => void process.stderr.write(text),
  );
}

try {
  process.exitCode = await start();
} catch (error) {
  const message = missingBuildMessage(error);
  if (message === undefined) throw error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
