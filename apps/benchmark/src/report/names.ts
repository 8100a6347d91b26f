import type { ContenderId } from '../contenders/contender.ts';

const names: Readonly<Record<string, string>> = { sequential: 'Algorithm 1', grouped: 'Algorithm 2' };

export function engineOf(id: ContenderId): string {
  return id.slice(0, id.indexOf('/'));
}

/** The row's name: the paper's own names for its two algorithms. */
export function algorithmName(id: ContenderId): string {
  const algorithm = id.slice(id.indexOf('/') + 1);
  return names[algorithm] ?? algorithm;
}

/** An engine without window sums of its own has no Algorithm 1; it is compared with another engine's. */
const engineOfBaseline: Readonly<Record<string, string>> = { wasm: 'onnxruntime', webgpu: 'onnxruntime' };

/** The row that others on the same engine are compared with: the paper's Algorithm 1. */
export function baselineOf(id: ContenderId): ContenderId {
  const engine = engineOf(id);
  return `${engineOfBaseline[engine] ?? engine}/sequential`;
}
