import type { GoldenCase } from '@fast-lncc/conformance/golden';
import { readGoldenCase } from '@fast-lncc/conformance/golden';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

/** Every golden case, in the order of the ids, fetched from the development server that serves the tests of a page. */
export async function readGoldenInBrowser(): Promise<readonly GoldenCase[]> {
  const urls = import.meta.glob('../../packages/conformance/golden/losses/**/*.{json,bin}', {
    query: '?url',
    import: 'default',
    eager: true,
  });
  const folder = 'golden/';
  const byPath = new Map(
    Object.entries(urls).map(([path, url]) => [path.slice(path.indexOf(folder) + folder.length), url]),
  );
  const read = async (path: string): Promise<Uint8Array> => {
    const response = await fetch(byPath.get(path) ?? path);
    if (!response.ok) throw new Error(`The golden file ${path} was not served: ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const ids = [...byPath.keys()].flatMap((path) => path.match(/^losses\/([^/]+)\.json$/)?.slice(1) ?? []);
  return Promise.all(ids.sort().map((id) => readGoldenCase(read, id)));
}
