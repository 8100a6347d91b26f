import { readFileSync } from 'node:fs';
import path from 'node:path';

const heading = '## Add a backend in five steps';

/**
 * The steps of CONTRIBUTING.md for a backend of a name: the only place they are written.
 *
 * @param {string} root of the repository
 * @param {string} name put where the text says `<name>`
 * @returns {string[]} one text per step, with its number and its line breaks.
 * @throws {Error} when CONTRIBUTING.md has no such list.
 */
export function contributingSteps(root, name) {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8').replaceAll('\r\n', '\n');
  const section = text.split(`${heading}\n`)[1]?.split('\n## ')[0];
  const steps = section?.match(/^\d+\. .*(\n {3}.*)*/gm);
  if (!steps) throw new Error(`CONTRIBUTING.md has no list below '${heading}'.`);
  return steps.map((step) => step.replaceAll('<name>', name));
}
