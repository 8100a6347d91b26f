import { existsSync } from 'node:fs';
import path from 'node:path';

// Prints, for each library named, the one that is missing to load it, or null. Run in a process of its own.
const { names, folders } = JSON.parse(process.argv[2] ?? '');
console.log(JSON.stringify(Object.fromEntries(names.map((/** @type {string} */ name) => [name, missingOf(name)]))));

/** @param {string} name @returns {string | null} */
function missingOf(name) {
  const folder = folders.find((/** @type {string} */ candidate) => existsSync(path.join(candidate, name)));
  try {
    process.dlopen({ exports: {} }, folder ? path.join(folder, name) : name);
  } catch (error) {
    // A library that is no addon is refused, too, but only after it has been loaded.
    const [, missing] =
      /^(\S+): cannot open shared object file/.exec(String(/** @type {Error} */ (error).message)) ?? [];
    return missing ?? null;
  }
  return null;
}
