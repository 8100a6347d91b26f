import type { Window } from '@fast-lncc/core';
import type { Edge, Graph } from '@fast-lncc/onnx';

/** Appends the window sums of maps `[batch, channels, ...spatial]` of one shape, zeros outside, to a graph. */
export type WindowSums = (graph: Graph, maps: readonly Edge[], window: Window) => readonly Edge[];

/**
 * How the one kernel of a window reaches every map of a stack: as a grouped convolution over the channels, or with the
 * channels moved to the batch, where a runtime has no grouped 3-D convolution. The filters are all the same, so the
 * sums are too.
 */
export type Stacking = 'channels' | 'batch';
