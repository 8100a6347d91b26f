import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a run was made: enough to read its times. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Processes that were running or waiting in the minute before the run; 0 where the system does not tell. */
  readonly load: number;
  readonly system: string;
  readonly node: string;
  /** Installed versions by package name. */
  readonly packages: Readonly<Record<string, string>>;
  /** The commit of the working copy, with `-dirty` where files differ; absent outside a git checkout. */
  readonly commit?: string;
}

const reportedPackages = [
  '@fast-lncc/core',
  '@fast-lncc/onnxruntime',
  '@fast-lncc/tfjs',
  '@fast-lncc/wasm',
  '@fast-lncc/webgpu',
  'onnxruntime-node',
  '@tensorflow/tfjs-core',
  'webgpu',
] as const;

export function describeMachine(): Machine {
  const commit = currentCommit();
  const packages: Record<string, string> = {};
  for (const name of reportedPackages) {
    const version = installedVersion(name);
    if (version !== undefined) packages[name] = version;
  }
  return {
    processor: cpus()[0]?.model.trim() ?? process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    load: loadavg()[0] ?? 0,
    system: `${type()} ${release()} ${process.arch}`,
    node: process.version,
    packages,
    ...(commit === undefined ? {} : { commit }),
  };
}

/** Looks beside this module upward, since a package may hide its manifest from `require`. */
export function installedVersion(name: string): string | undefined {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const path of paths) {
    try {
      return (JSON.parse(readFileSync(join(path, name, 'package.json'), 'utf8')) as { version: string }).version;
    } catch {
      // Not in this folder: the next one may have it.
    }
  }
  return undefined;
}

function currentCommit(): string | undefined {
  const folder = dirname(fileURLToPath(import.meta.url));
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
