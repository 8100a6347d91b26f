import { MissingRuntimeError, UnsupportedOptionError } from '@fast-lncc/core';
import { availableMemory } from '@fast-lncc/networks/training';
import * as tf from '@tensorflow/tfjs-core';

/** The backend that holds a trainer's variables. */
export interface TrainingBackend {
  readonly name: string;
  /** @throws UnsupportedOptionError when another backend is the active one, or this one has been removed. */
  assertActive(): void;
  /** The bytes that it can still take, as far as it is known: on graphics cards it is not. */
  availableMemory(): number | undefined;
}

const packages: Readonly<Record<string, string>> = {
  cpu: '@tensorflow/tfjs-backend-cpu',
  webgl: '@tensorflow/tfjs-backend-webgl',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
  tensorflow: '@tensorflow/tfjs-node',
};

/**
 * Makes a backend the active one, by default the one that is.
 *
 * @throws MissingRuntimeError where it is not registered or does not start; UnsupportedOptionError for `wasm`.
 */
export async function useTrainingBackend(wanted: string | undefined): Promise<TrainingBackend> {
  const names = tf.engine().backendNames();
  const registered = names.length === 0 ? 'no backend is' : `registered: ${names.join(', ')}`;
  if (wanted === undefined) {
    if (names.length === 0) {
      throw new MissingRuntimeError(
        `No backend of TensorFlow.js is registered; import one first, such as ${Object.values(packages).join(' or ')}.`,
      );
    }
    await tf.ready();
  } else if (!names.includes(wanted)) {
    const how = packages[wanted] === undefined ? '' : `: import '${packages[wanted]}' first`;
    throw new MissingRuntimeError(`The TensorFlow.js backend '${wanted}' is not registered${how} (${registered}).`);
  }
  const name = wanted ?? tf.getBackend();
  refuseWasm(name);
  if (tf.getBackend() !== name && !(await tf.setBackend(name))) {
    throw new MissingRuntimeError(`The TensorFlow.js backend '${name}' did not start; use another one.`);
  }
  await tf.ready();
  const backend = tf.backend();
  return {
    name,
    availableMemory: () => (isOnProcessor(name, backend) ? availableMemory() : undefined),
    assertActive() {
      if (tf.getBackend() !== name) {
        throw new UnsupportedOptionError(
          `The active TensorFlow.js backend is '${tf.getBackend()}', but this trainer's weights are on '${name}'; call tf.setBackend('${name}') first, or create another trainer.`,
        );
      }
      if (tf.backend() !== backend) {
        throw new UnsupportedOptionError(
          `The TensorFlow.js backend '${name}' has been removed since this trainer was made, and its weights with it; create another trainer.`,
        );
      }
    },
  };
}

/** tfjs-node-gpu is a backend `tensorflow`, too. */
const isOnProcessor = (name: string, backend: object): boolean =>
  name === 'cpu' || (name === 'tensorflow' && !('isGPUPackage' in backend && backend.isGPUPackage));

function refuseWasm(name: string): void {
  if (name !== 'wasm') return;
  throw new UnsupportedOptionError(
    "The TensorFlow.js backend 'wasm' cannot train: its gradient of a 3-D convolution to the input is wrong (Conv3DBackpropInputV2, in 4.22). Use the backend 'cpu', 'webgl', 'webgpu' or 'tensorflow', or @fast-lncc/onnxruntime/training.",
  );
}
