import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/main.ts';
import { temporaryFolder } from './files.ts';

const scripted = fileURLToPath(new URL('./workers/scripted.mjs', import.meta.url));

/** The command line in this process, with child processes that make figures up. */
export async function call(
  args: readonly string[],
  startFolder = temporaryFolder(),
  missing: string | undefined = undefined,
  columns: number | undefined = undefined,
) {
  let output = '';
  let errors = '';
  const context = {
    output: {
      write: (text: string) => {
        output += text;
      },
      isTerminal: false,
      ...(columns === undefined ? {} : { columns }),
      colors: false,
    },
    interruption: { signal: new AbortController().signal, exitCode: 0 },
    startFolder,
    worker: scripted,
    page: join(startFolder, 'page'),
    native: { missing: () => missing, setUp: () => Promise.reject(new Error('nobody asked')) },
  };
  const code = await main(args, context, (text) => {
    errors += text;
  });
  return { code, output, errors, startFolder };
}
