import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderSection } from './render.mjs';
import { compared, grownErrors, readSection, writeSection } from './section.mjs';
import { unmeasured } from './unmeasured.mjs';

// Writes the table of the root README from what the last runs of the suites have found; `--check` tells whether it is up to date.
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const [results, readme] = [path.join(root, 'node_modules/.fast-lncc/conformance.json'), path.join(root, 'README.md')];

process.exitCode = main(process.argv.slice(2));

/** @param {string[]} args @returns {number} the exit code. */
function main(args) {
  const unknown = args.find((arg) => arg !== '--check');
  if (unknown !== undefined) {
    console.error(`${unknown} is no option. Usage: npm run conformance [-- --check]`);
    return 2;
  }
  const reports = /** @type {Record<string, import('@fast-lncc/conformance').ConformanceReport>} */ (readResults());
  const text = readFileSync(readme, 'utf8');
  const section = renderSection(Object.values(reports), unmeasured);
  const [old, fresh] = [compared(readSection(text)), compared(section)];
  const lost = old.names.filter((name) => !fresh.names.includes(name));
  if (lost.length > 0) {
    console.error(
      `The suite has not run here on: ${lost.join(', ')}. What it needs is said in CONTRIBUTING.md, and printed by the tests that are left out.`,
    );
    return 1;
  }
  if (!args.includes('--check')) {
    writeFileSync(`${readme}.part`, writeSection(text, section));
    renameSync(`${readme}.part`, readme);
    console.log(`README.md: ${fresh.names.length} backends.`);
    return 0;
  }
  const grown = grownErrors(old.errors, fresh.errors);
  if (grown.length > 0) {
    console.error(`Errors are over ten times those of README.md: ${grown.join(', ')}. What was found:\n\n${section}`);
    return 1;
  }
  if (old.lasting === fresh.lasting) return 0;
  console.error(
    `The table of README.md is not what the suites have found. Run \`npm run conformance\`; it has to be:\n\n${section}`,
  );
  return 1;
}

function readResults() {
  return existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
}
