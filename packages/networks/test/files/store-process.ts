import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileStore } from '../../src/files/index.ts';

/**
 * A process that writes files of equal bytes into a store, sizes as they are given, and tells by lines of JSON what became
 * of each, and what is there afterwards. With `endless` it goes on until it is killed;
 * with `unprivileged` it does so as a user who owns nothing.
 */
const [path = '', ...sizes] = process.argv.slice(2);
// The superuser may write everywhere.
if (sizes[0] === 'unprivileged' && process.getuid?.() === 0) process.setuid?.(65534);
const store = fileStore(path);
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function write(size: number, value: number): Promise<void> {
  const outcome = await store.write(new Uint8Array(size).fill(value)).then(
    () => 'written',
    ({ name, message, cause }) => ({ name, message, code: cause?.code }),
  );
  const content = await store.read();
  say({ outcome, size: content?.length, value: content?.[0], files: readdirSync(dirname(path)).length });
}

await store.read();
if (sizes[0] === 'endless') for (let value = 0; ; value++) await write(1 << 20, value % 256);
for (const [index, size] of sizes.filter((word) => word !== 'unprivileged').entries())
  await write(Number(size), index + 1);
