import { cacheRoot } from './cache-root.mjs';
import { Interrupted, watchInterruption } from './interruption.mjs';
import { createVoice } from './progress.mjs';
import { findPython } from './python.mjs';
import { SetupError } from './setup-error.mjs';
import { withAdvice } from './system-advice.mjs';
import { runTfjs } from './tfjs/command.mjs';

/** @type {Readonly<Record<string, (args: string[], tools: Omit<import('./download-wheel.mjs').Workshop, 'root'>) => Promise<string>>>} */
const commands = { tfjs: runTfjs };

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) throw new Error(`There is no set-up of ${name}; there are: ${Object.keys(commands).join(', ')}.`);
const environment = process.env;
const voice = createVoice(process.stderr);
const signal = watchInterruption();
/** @type {Promise<string> | undefined} */
let python;
try {
  const summary = await command(args, {
    environment,
    voice,
    signal,
    python: () => {
      python ??= findPython(environment, signal);
      return python;
    },
  });
  voice.say(summary);
} catch (thrown) {
  const error = withAdvice(signal.aborted ? signal.reason : thrown, cacheRoot(environment));
  if (error instanceof Interrupted) {
    voice.say(error.message);
    process.exitCode = error.exitCode;
  } else if (error instanceof SetupError) {
    voice.say(error.message);
    process.exitCode = 1;
  } else throw error;
}
