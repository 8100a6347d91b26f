import type { LnccDefinition } from '@fast-lncc/core';
import type { Network } from '@fast-lncc/networks';
import { type FlatLayout, flatLayout, type ResolvedOptimizer } from '@fast-lncc/networks/training';
import { add, createGraph, createTape, type Edge, scale, type Tape } from '@fast-lncc/onnx';
import { appendLncc } from '../append-lncc.ts';
import type { GraphExecution } from '../options.ts';
import { cutParameters, joinGradients } from './flat-parameters.ts';
import { createGraphLayers } from './graph-layers.ts';
import { appendUpdate } from './optimizer.ts';
import { type WeightGradientForm, weightGradientForm } from './weight-gradient.ts';

/** What a training model is built from. */
export interface TrainingPlan {
  readonly network: Network;
  /** `[D, H, W]` */
  readonly size: readonly number[];
  readonly definition: LnccDefinition;
  readonly execution: GraphExecution;
  readonly smoothnessWeight: number;
  readonly optimizer: ResolvedOptimizer;
  readonly fusedUpsampling?: boolean;
  /** Whether segments are computed once more on the way back. */
  readonly recompute?: boolean;
  /** How gradients of convolutions' weights are computed. Default: what is known to suit the provider. */
  readonly weightGradientForm?: WeightGradientForm;
  /** Whether steps drop branches at random; they then take the input `dropPathScales`. */
  readonly hasDropPath?: boolean;
}

/**
 * The models of a trainer, each one session run: a whole training step; what the network makes of a pair; the gradients; the
 * gradients with the branches that a step drops.
 */
export type TrainingModel = 'step' | 'evaluate' | 'gradients' | 'stepGradients';

/** The parameters of a plan, laid end to end. */
export const planLayout = ({ network, size }: TrainingPlan): FlatLayout => flatLayout(network.parameters(size));

/**
 * One graph: network, warp, LNCC and smoothness; for the gradients also reverse mode, for `step` also the update.
 *
 * Inputs `moving`, `fixed` `[1, 1, D, H, W]` and `parameters` (flat); outputs `loss`, `similarity`, `smoothness`, and
 * `displacement`, `warped` and where the network has one `output` (evaluate), `gradient` (gradients) or the next state (step). The weights are inputs, so the
 * file is small and the state goes straight back in.
 */
export function buildTrainingModel(plan: TrainingPlan, model: TrainingModel): Uint8Array {
  const graph = createGraph({ name: `${plan.network.name}_${model}` });
  const tape = createTape(graph);
  const layout = planLayout(plan);
  const { flat, parts } = cutParameters(graph, layout);
  if (model !== 'evaluate') for (const part of parts) tape.track(part);
  const { displacement, warped, output, similarity, smoothness, loss } = appendLoss(tape, plan, model, parts);
  graph.output(loss, 'loss');
  graph.output(similarity, 'similarity');
  graph.output(smoothness, 'smoothness');
  if (model === 'evaluate') {
    graph.output(displacement, 'displacement');
    graph.output(warped, 'warped');
    if (output) graph.output(output, 'output');
    return graph.toModel();
  }
  tape.backward([
    [similarity, graph.constant(1, [])],
    [smoothness, graph.constant(plan.smoothnessWeight, [])],
  ]);
  const gradient = joinGradients(tape, layout, parts);
  if (model === 'step') graph.scope('optimizer', () => appendUpdate(graph, plan.optimizer, flat, gradient));
  else graph.output(gradient, 'gradient');
  return graph.toModel();
}

function appendLoss(tape: Tape, plan: TrainingPlan, model: TrainingModel, parts: readonly Edge[]) {
  const { graph } = tape;
  const { network, size, definition, execution, smoothnessWeight, fusedUpsampling = false } = plan;
  const isStep = model === 'step' || model === 'stepGradients';
  const branches = isStep && plan.hasDropPath ? (network.dropPathRates?.length ?? 0) : 0;
  const dropped = branches > 0 && { dropPathScales: graph.input('dropPathScales', [branches]) };
  const recompute = model !== 'evaluate' && plan.recompute === true;
  const layers = createGraphLayers(tape, {
    fusedUpsampling,
    recompute,
    weightGradientForm: plan.weightGradientForm ?? weightGradientForm(execution.provider ?? 'cpu'),
    ...dropped,
  });
  const moving = graph.input('moving', [1, 1, ...size]);
  const fixed = graph.input('fixed', [1, 1, ...size]);
  const registration = graph.scope(network.name, () => network.forward(layers, parts, moving, fixed));
  const similarity = appendLncc(graph, registration.warped, fixed, { ...definition, ...execution, tape });
  const smoothness = network.smoothness(layers, registration);
  const loss = add(graph, similarity, scale(graph, smoothness, smoothnessWeight));
  return { ...registration, similarity, smoothness, loss };
}
