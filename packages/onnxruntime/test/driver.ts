import type { BackendDriver } from '@fast-lncc/conformance';
import { algorithms, type CreateLnccOptions, createLncc, type OnnxAlgorithm } from '../src/index.ts';

/** What one runtime and execution provider is, to the conformance suite. */
interface DriverOptions extends Pick<CreateLnccOptions, 'ort' | 'executionProviders' | 'threads' | 'cpuFallback'> {
  /** Default: all. */
  readonly algorithms?: readonly OnnxAlgorithm[];
  readonly knownGaps?: Readonly<Record<string, string>>;
}

/**
 * ONNX Runtime as the suite takes it.
 *
 * @param name Shown in the names of the tests, such as `onnxruntime-node (cpu)`.
 */
export function onnxDriver(name: string, options: DriverOptions): BackendDriver {
  const { algorithms: offered = algorithms, knownGaps = {}, ...session } = options;
  return {
    name,
    precision: 'float32',
    algorithms: offered,
    denseAlgorithms: ['sequential', 'grouped'],
    knownGaps,
    create: ({ definition, shape, algorithm }) =>
      createLncc({ ...session, shape, algorithm: algorithm as OnnxAlgorithm, ...definition }),
  };
}
