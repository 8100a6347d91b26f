import { type ResolvedDefinition, sizeOf } from '@fast-lncc/core';
import { autoTable, fusedTable } from './auto-table.ts';
import { canRunFused } from './fused-registry.ts';
import { isNativeGpu } from './native-operation.ts';
import type { TfjsAlgorithm, WindowSumsAlgorithm } from './options.ts';

/** Elements of an image up to which two images, their gradients and a mask surely fit into the 4 GiB of WebAssembly. */
const mostFusedElements = 2 ** 27;

type Choosing = Pick<ResolvedDefinition, 'shape' | 'window' | 'spatial' | 'mask'>;

/**
 * The algorithm that `auto` uses for a definition on a TensorFlow.js backend, read from a committed table: the same
 * call always makes the same choice.
 *
 * `fused` where it has been imported, runs, and was measured to be the fastest: for box windows, and for weighted ones
 * (or a mask of the moments) where `Σ lengths >= ratio · Σ extents` over the axes that have a window. Elsewhere window
 * sums: a separable pass costs per tap of the window, a band matrix per voxel of the axis, so `banded` is chosen where
 * `Σ lengths <= ratio · Σ extents`, with another ratio, and `separable` elsewhere and on backends that have not been
 * measured.
 *
 * @param backendName What `tf.getBackend()` returns.
 * @param definition From `resolveDefinition`; its shape, spatial lengths, window and use of masks are read.
 */
export function chooseAlgorithm(backendName: string, definition: Choosing): TfjsAlgorithm {
  return isFusedFastest(backendName, definition) && canRunFused(backendName)
    ? 'fused'
    : chooseWindowSums(backendName, definition);
}

/** The choice among the algorithms that need nothing but TensorFlow.js. */
export function chooseWindowSums(backendName: string, definition: Choosing): WindowSumsAlgorithm {
  const { lengths, extents } = windowedAxes(definition);
  return lengths <= (measured(autoTable, backendName) ?? 0) * extents ? 'banded' : 'separable';
}

function isFusedFastest(backendName: string, definition: Choosing): boolean {
  const ratios = measured(fusedTable, backendName);
  if (ratios === undefined || sizeOf(definition.shape) > mostFusedElements) return false;
  const { lengths, extents } = windowedAxes(definition);
  const isBox = definition.window.isBox && !definition.mask.moments;
  return lengths >= (isBox ? ratios.box : ratios.weighted) * extents;
}

/** Voxels along the axes that have a window, and taps of the window along them. */
function windowedAxes({ window, spatial }: Choosing): { readonly lengths: number; readonly extents: number } {
  let lengths = 0;
  let extents = 0;
  window.factors.forEach((factor, axis) => {
    if (factor.length === 1) return;
    extents += factor.length;
    lengths += spatial[axis] ?? 1;
  });
  return { lengths, extents };
}

/** What a table says of a backend: nothing where it was not measured, and of TensorFlow's only its CPU was. */
const measured = <Value>(table: Readonly<Record<string, Value>>, backendName: string): Value | undefined =>
  Object.hasOwn(table, backendName) && !isNativeGpu(backendName) ? table[backendName] : undefined;
