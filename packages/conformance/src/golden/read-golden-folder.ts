import { type GoldenCase, readGoldenCase } from './golden-case.ts';
import type { NetworkDescription } from './network-case.ts';
import type { GoldenPiece } from './piece-case.ts';

/** Loaded when it is used, so that a page can import this module. */
const files = () => import('node:fs/promises');

/** By the package's name: how deep this module lies is the bundler's choice. */
const folder = (): URL => new URL('golden/', import.meta.resolve('@fast-lncc/conformance/package.json'));

/** Reads every golden case of the package, in the order of their ids: adding a case is adding its files. */
export async function readGoldenFolder(): Promise<readonly GoldenCase[]> {
  const { readdir, readFile } = await files();
  const names = await readdir(new URL('losses/', folder()));
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  return Promise.all(ids.sort().map((id) => readGoldenCase(async (path) => readFile(new URL(path, folder())), id)));
}

async function readJson(path: string) {
  const { readFile } = await files();
  return JSON.parse(await readFile(new URL(`networks/${path}.json`, folder()), 'utf8'));
}

/** Reads the golden values of a whole network, such as `VM-1`. */
export const readGoldenNetwork = async (name: string): Promise<NetworkDescription> => readJson(name);

/** Reads the golden values of a building block, such as `stn_voxel_zeros`. */
export const readGoldenPiece = async (name: string): Promise<GoldenPiece> => readJson(`pieces/${name}`);
