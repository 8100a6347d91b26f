import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contributingSteps } from './contributing-steps.mjs';
import { generateBackend } from './generate-backend.mjs';
import { GenerateError } from './generate-error.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const usage = 'Usage: npm run generate backend -- --name <name>';

try {
  process.exitCode = generate(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof GenerateError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * Writes what the command line names, links it into the workspace and tells the steps that follow. Run by pnpm.
 *
 * @param {string[]} args
 * @returns {number} the exit code.
 */
function generate(args) {
  const { kind, name } = readCommandLine(args);
  if (kind !== 'backend') {
    console.error(`${kind === undefined ? 'Nothing to generate' : `'${kind}' cannot be generated`}. ${usage}`);
    return 2;
  }
  const folder = path.relative(root, generateBackend(root, name));
  // A new member changes the lockfile, which an installation under CI would refuse to.
  const install = spawnSync('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline', '--reporter=append-only'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  console.log(`\n${folder} is written. Add a backend in five steps:\n`);
  for (const step of contributingSteps(root, name ?? '')) console.log(step);
  if (install.status === 0) return 0;
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  console.error(`\nIts dependencies are not linked (${install.error?.message ?? `exit code ${install.status}`}):`);
  console.error(`when that is put right, run \`npm exec --yes -- ${packageManager} install\`.`);
  return 1;
}

/** @param {string[]} args @throws {GenerateError} for unknown options. */
function readCommandLine(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { name: { type: 'string' } },
      allowPositionals: true,
    });
    return { kind: positionals[0], name: values.name };
  } catch (error) {
    const [complaint] = String(error instanceof Error ? error.message : error).split('. ');
    throw new GenerateError(`${complaint}. ${usage}`);
  }
}
