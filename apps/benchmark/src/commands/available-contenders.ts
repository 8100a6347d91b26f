import { MissingRuntimeError } from '@fast-lncc/core';
import type { Contender, Engine } from '../contenders/contender.ts';
import type { CommandContext } from './context.ts';
import { listOf, type RunOptions } from './options.ts';

/** The engine that needs `npm run setup:tfjs`. */
const nativeEngine: Engine = 'tfjs-node';

/**
 * The contenders that can run here. Where TensorFlow.js for Node is missing it is set up, if `--setup` says so or, for an
 * engine that `--engines` names, somebody at the terminal; otherwise its rows are left out with a word.
 *
 * @throws MissingRuntimeError with the one command, for an engine that `--engines` names.
 */
export async function availableContenders(
  contenders: readonly Contender[],
  options: Pick<RunOptions, 'engines' | 'algorithms' | 'setup'>,
  { native, output }: Pick<CommandContext, 'native' | 'output'>,
): Promise<readonly Contender[]> {
  if (!contenders.some(({ engine }) => engine === nativeEngine) || native.missing() === undefined) return contenders;
  const isNamed = listOf(options.engines)?.includes(nativeEngine) ?? false;
  const agreed = options.setup ?? (isNamed && (await native.confirm?.(question(native.missing()))));
  if (agreed) await native.setUp();
  const missing = native.missing();
  if (missing === undefined) return contenders;
  const others = contenders.filter(({ engine }) => engine !== nativeEngine);
  if (isNamed || options.setup || others.length === 0) {
    const orHere = options.setup ? '' : ' --setup does that first.';
    throw new MissingRuntimeError(`Engine ${nativeEngine} cannot run: ${missing}${orHere}`);
  }
  output.write(`Engine ${nativeEngine} is left out: ${missing}\n`);
  return others;
}

const question = (missing: string | undefined): string => `${missing}\nRun that now? It downloads 0.3 GB. [y/N] `;
