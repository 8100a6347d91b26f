import { cacheRoot } from './cache/cache-root.mjs';
import { withAdvice } from './cache/system-advice.mjs';
import { runOnnxruntime } from './onnxruntime/command.mjs';
import { Interrupted, watchInterruption } from './process/interruption.mjs';
import { createVoice } from './process/voice.mjs';
import { SetupError } from './setup-error.mjs';
import { runTfjs } from './tfjs/command.mjs';

/** @type {Readonly<Record<string, (args: readonly string[], tools: import('./workshop.mjs').Tools) => Promise<string>>>} */
const commands = { tfjs: runTfjs, onnxruntime: runOnnxruntime };

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) throw new Error(`There is no set-up of '${name}'; there are: ${Object.keys(commands).join(', ')}.`);
const voice = createVoice(process.stderr);
const tools = { environment: process.env, voice, signal: watchInterruption() };
try {
  voice.say(await command(args, tools));
} catch (thrown) {
  const error = withAdvice(tools.signal.aborted ? tools.signal.reason : thrown, cacheRoot(tools.environment));
  if (!(error instanceof SetupError || error instanceof Interrupted)) throw error;
  voice.say(error.message);
  process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
}
