import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** A folder outside the repository with as much of the workspace as a new package needs; the rest is linked. */
export function createWorkspace(): string {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'fast-lncc-generate-'));
  mkdirSync(path.join(folder, 'packages'));
  mkdirSync(path.join(folder, 'apps'));
  for (const linked of ['node_modules', 'tooling', 'packages/core', 'packages/conformance']) link(folder, linked);
  for (const copied of ['CONTRIBUTING.md', 'package.json', 'pnpm-workspace.yaml']) {
    cpSync(path.join(root, copied), path.join(folder, copied));
  }
  // Without a git repository there are no ignored files to ask for.
  const { vcs: _, ...biome } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'));
  writeFileSync(path.join(folder, 'biome.json'), JSON.stringify(biome));
  return folder;
}

/** Does what an installation does for one package: links what its manifest names, and nothing else. */
export function linkDependencies(workspace: string, member: string): void {
  const manifest = JSON.parse(readFileSync(path.join(workspace, member, 'package.json'), 'utf8'));
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const own = /^@fast-lncc\/(.+)$/.exec(name)?.[1];
    const source = own ? path.join(workspace, 'packages', own) : path.join(root, 'node_modules', name);
    const target = path.join(workspace, member, 'node_modules', name);
    mkdirSync(path.dirname(target), { recursive: true });
    symlinkSync(source, target, 'junction');
  }
}

export const removeWorkspace = (workspace: string): void => rmSync(workspace, { recursive: true, force: true });

const link = (workspace: string, name: string): void =>
  symlinkSync(path.join(root, name), path.join(workspace, name), 'junction');
