import type { Workshop } from '../../src/workshop.mjs';

/** What set-ups work with, on a cache of the test's; what they say is kept. */
export function testWorkshop(root: string, python = 'python3') {
  const said: string[] = [];
  const controller = new AbortController();
  const workshop: Workshop = {
    root,
    environment: { ...process.env },
    voice: { say: (line) => void said.push(line), update: () => {} },
    signal: controller.signal,
    python: async () => python,
  };
  return { workshop, said, controller };
}
