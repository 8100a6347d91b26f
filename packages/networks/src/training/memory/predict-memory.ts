import { momentNames, resolveOptimizer } from '../optimizer.ts';
import { chooseVariant, type TrainingOptions } from '../resolve-training.ts';
import { createCountingLayers } from './counting-layers.ts';
import { engineMemory, type MeasuredEngine } from './engine-memory.ts';
import { elementsOf, largestAlive } from './largest-alive.ts';

/** What the memory of a training depends on. */
export type MemoryOptions = Pick<
  TrainingOptions,
  'network' | 'diffeomorphic' | 'shape' | 'optimizer' | 'differentiation' | 'fusedUpsampling'
>;

const bytesPerElement = 4;

/**
 * Volumes of the LNCC: five sums, and the maps around them; where the engine differentiates the authors' operations itself,
 * also what each of them has made.
 */
const similarityVolumes = {
  analytic: { kept: 5, needed: 12 },
  automatic: { kept: 40, needed: 80 },
} as const;

/**
 * The bytes that a training is expected to take at its peak, beside what the process holds before it. The network's own
 * `forward` is run over verbs that count, and the count is scaled to the engine. Predictions were 0.88 to 1.32 times what was
 * measured; the same training varies by 15 % from run to run.
 *
 * @throws ShapeMismatchError when the network cannot take images of this size; UnsupportedOptionError for options that
 * cannot be.
 */
export function predictTrainingMemory(options: MemoryOptions, engine: MeasuredEngine): number {
  const { base, factor, weightCopies } = engineMemory[engine];
  return base + factor * countTrainingBytes(options, weightCopies);
}

/**
 * The bytes of the maps of one training step at the time when most are alive, and of the state of the optimizer, in an
 * ideal engine, which frees everything as soon as nothing needs it.
 *
 * @param weightCopies Vectors as long as all weights that are alive beside weights and moments.
 */
function countTrainingBytes(options: MemoryOptions, weightCopies: number): number {
  const { shape, differentiation = 'analytic', fusedUpsampling = false } = options;
  const network = chooseVariant(options);
  const optimizer = resolveOptimizer({ name: network.optimizer, ...options.optimizer });
  const weights = network.parameters(shape).map((parameter) => ({ shape: parameter.shape }));
  const layers = createCountingLayers({ fusedUpsampling });
  const [moving, fixed] = [{ shape: [1, 1, ...shape] }, { shape: [1, 1, ...shape] }];
  const registration = network.forward(layers, weights, moving, fixed);
  layers.similarity(registration.warped, fixed, similarityVolumes[differentiation]);
  network.smoothness(layers, registration);
  const parameters = weights.reduce((sum, weight) => sum + elementsOf(weight), 0);
  const vectors = 1 + momentNames(optimizer).length + weightCopies;
  return bytesPerElement * (largestAlive(layers.steps) + vectors * parameters);
}
