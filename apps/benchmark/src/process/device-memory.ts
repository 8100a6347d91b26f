import { execFileSync } from 'node:child_process';
import type { ExecutionProvider } from '../run/settings.ts';

/**
 * Bytes that this process holds of an NVIDIA GPU, by `nvidia-smi`; `undefined` where there is none. The arenas of the
 * runtimes do not shrink, so what is held at the end is the most that was held.
 */
export function deviceMemoryBytes(provider: ExecutionProvider): number | undefined {
  if (provider !== 'cuda') return undefined;
  try {
    const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
    const table = execFileSync('nvidia-smi', query, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return usedBytes(table, process.pid);
  } catch {
    return undefined;
  }
}

/** The memory of a process in the table of `nvidia-smi`, which is in MiB. */
export function usedBytes(table: string, pid: number): number | undefined {
  const rows = table.split('\n').map((line) => line.split(',').map((cell) => Number(cell)));
  const own = rows.filter(([owner, used]) => owner === pid && Number.isFinite(used));
  return own.length === 0 ? undefined : own.reduce((sum, [, used]) => sum + used! * 2 ** 20, 0);
}
