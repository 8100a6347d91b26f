import { type AttentionOptions, planWindows, type WindowPlan } from '@fast-lncc/networks';
import {
  add,
  concat,
  type Edge,
  equal,
  expand,
  type Graph,
  gather,
  matMul,
  multiply,
  reduceSum,
  reshape,
  scale,
  scatterAdd,
  select,
  slice,
  softmax,
  subtract,
  type Tape,
  transpose,
  wait,
} from '@fast-lncc/onnx';
import { asMatrix } from './linear.ts';
import { reorderColumns } from './reorder.ts';

/** Scores that are in memory at a time, at most: windows are taken in groups of so many. */
const scoresAtOnce = 2 ** 24;

/**
 * Windowed attention as products over all windows and heads at once. Rolling and cutting are ONE gather along the tokens.
 * The probabilities are computed again on the way back, group by group of windows, and not kept.
 */
export function windowAttentionStep(tape: Tape, input: Edge, table: Edge, options: AttentionOptions): Edge {
  const { graph } = tape;
  const [, triple = 3, ...grid] = input.shape;
  const channels = triple / 3;
  const { heads } = options;
  const plan = planWindows(grid, options);
  const layout: Layout = { heads, depth: channels / heads, windows: plan.windows, tokens: plan.tokens };
  const groups = groupWindows(layout);
  const relative = graph.constant(plan.relativeIndex, [plan.relativeIndex.length], 'int32');
  const cut = (map: Edge) => toWindows(graph, reorderColumns(graph, asMatrix(graph, map), plan.order), layout);
  const join = (rows: Edge, shape: readonly number[]) =>
    reshape(graph, reorderColumns(graph, rows, plan.inverse), shape);
  const biasOf = (rows: Edge) =>
    reshape(graph, transpose(graph, gather(graph, rows, relative, 0), [1, 0]), [1, heads, plan.tokens, plan.tokens]);

  const joined = forwardPass(graph, cut(input), biasOf(table), plan, layout, groups);
  const output = join(joined, [1, channels, ...grid]);
  return tape.record(output, [input, table], (upstream, give) => {
    const again = wait(graph, input, upstream);
    const { toInput, toBias } = backwardPass(graph, cut(again), biasOf(table), cut(upstream), plan, layout, groups);
    give(input, join(toInput, input.shape));
    const byPair = transpose(graph, reshape(graph, toBias, [heads, plan.tokens ** 2]), [1, 0]);
    const rows = expand(graph, reshape(graph, relative, [plan.tokens ** 2, 1]), byPair.shape);
    give(table, scatterAdd(graph, expand(graph, graph.constant(0, []), table.shape), rows, byPair, 0));
  });
}

interface Layout {
  readonly heads: number;
  /** Channels of a head. */
  readonly depth: number;
  readonly windows: number;
  readonly tokens: number;
}

/** Consecutive windows, `[first, last)`. */
type Group = readonly [number, number];

function groupWindows({ heads, windows, tokens }: Layout): readonly Group[] {
  const size = Math.max(1, Math.min(windows, Math.floor(scoresAtOnce / (heads * tokens ** 2))));
  return Array.from({ length: Math.ceil(windows / size) }, (_, index) => [
    index * size,
    Math.min(windows, (index + 1) * size),
  ]);
}

/** `[parts · heads · depth, windows · tokens]` → `[windows, parts · heads, depth, tokens]` */
function toWindows(graph: Graph, matrix: Edge, { depth, windows, tokens }: Layout): Edge {
  const apart = reshape(graph, matrix, [(matrix.shape[0] ?? 1) / depth, depth, windows, tokens]);
  return transpose(graph, apart, [2, 0, 1, 3]);
}

/** The way back from {@link toWindows}. */
function fromWindows(graph: Graph, map: Edge, { depth, windows, tokens }: Layout): Edge {
  return reshape(graph, transpose(graph, map, [1, 2, 0, 3]), [(map.shape[1] ?? 1) * depth, windows * tokens]);
}

const turned = (graph: Graph, map: Edge): Edge => transpose(graph, map, [0, 1, 3, 2]);

/** Queries, keys and values of a group, each `[windows, heads, depth, tokens]`, and its probabilities, queries by keys. */
function attend(graph: Graph, cut: Edge, bias: Edge, plan: WindowPlan, layout: Layout, [first, last]: Group) {
  const { heads, depth } = layout;
  const group = last - first === layout.windows ? cut : slice(graph, cut, 0, first, last);
  const part = (index: number) => slice(graph, group, 1, index * heads, (index + 1) * heads);
  const [queries, keys, values] = [scale(graph, part(0), depth ** -0.5), part(1), part(2)];
  const scores = add(graph, matMul(graph, turned(graph, queries), keys), bias);
  const probabilities = softmax(graph, masked(graph, scores, plan, [first, last]));
  return { queries, keys, values, probabilities };
}

/** −100 between tokens of different regions, as the authors have it. */
function masked(graph: Graph, scores: Edge, { regions, tokens }: WindowPlan, [first, last]: Group): Edge {
  if (regions === undefined) return scores;
  const own = Float32Array.from(regions.subarray(first * tokens, last * tokens));
  const shape = (query: number, key: number) => [last - first, 1, query, key];
  const same = equal(graph, graph.constant(own, shape(tokens, 1)), graph.constant(own, shape(1, tokens)));
  return add(graph, scores, select(graph, same, graph.constant(0, []), -100));
}

function forwardPass(
  graph: Graph,
  cut: Edge,
  bias: Edge,
  plan: WindowPlan,
  layout: Layout,
  groups: readonly Group[],
): Edge {
  const parts = groups.map((group) => {
    const { values, probabilities } = attend(graph, cut, bias, plan, layout, group);
    return matMul(graph, values, turned(graph, probabilities));
  });
  return fromWindows(graph, concat(graph, parts, 0), layout);
}

/**
 * With P the probabilities: `dS = P ∘ (dP − Σ_keys P ∘ dP)`. (The sum is also that of output and gradient over the channels,
 * which is smaller, but then a token that sees itself alone has a gradient of rounding errors, which Adam makes steps of.)
 */
function backwardPass(
  graph: Graph,
  cut: Edge,
  bias: Edge,
  gradient: Edge,
  plan: WindowPlan,
  layout: Layout,
  groups: readonly Group[],
): { readonly toInput: Edge; readonly toBias: Edge } {
  let toBias: Edge | undefined;
  const parts = groups.map((group) => {
    // One group after the other, so that the scores of one are in memory.
    const ready = toBias === undefined ? cut : wait(graph, cut, toBias);
    const { queries, keys, values, probabilities } = attend(graph, ready, bias, plan, layout, group);
    const own = groups.length === 1 ? gradient : slice(graph, gradient, 0, ...group);
    const toValues = matMul(graph, own, probabilities);
    const toProbabilities = matMul(graph, turned(graph, own), values);
    const along = reduceSum(graph, multiply(graph, probabilities, toProbabilities), [3], true);
    const toScores = multiply(graph, probabilities, subtract(graph, toProbabilities, along));
    const toQueries = scale(graph, matMul(graph, keys, turned(graph, toScores)), layout.depth ** -0.5);
    const toKeys = matMul(graph, queries, toScores);
    const sum = reduceSum(graph, toScores, [0]);
    toBias = toBias === undefined ? sum : add(graph, toBias, sum);
    return concat(graph, [toQueries, toKeys, toValues], 1);
  });
  return { toInput: fromWindows(graph, concat(graph, parts, 0), layout), toBias: toBias as Edge };
}
