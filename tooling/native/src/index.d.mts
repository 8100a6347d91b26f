/** A reason why a set-up cannot go on, or a runtime not be loaded, with the way out; one or two lines. */
export declare class SetupError extends Error {}

export interface TfjsNodeChoice {
  /** `@tensorflow/tfjs-node-gpu` on CUDA instead of `@tensorflow/tfjs-node`. Default false. */
  readonly gpu?: boolean;
}

/** Where a runtime is, or a sentence that says what is missing and what to run. */
export type Found =
  | { readonly folder: string; readonly missing?: undefined }
  | { readonly folder?: undefined; readonly missing: string };

/**
 * Where TensorFlow.js for Node is: what `npm run setup:tfjs` has set up for this checkout, or else what the npm package's
 * own installer has. Nothing is loaded: it takes a few milliseconds.
 */
export declare function findTfjsNode(options?: TfjsNodeChoice & { readonly environment?: NodeJS.ProcessEnv }): Found;

/**
 * Loads TensorFlow.js with its native backend, `tensorflow`, which is in use when this returns. It is the checkout's own
 * `@tensorflow/tfjs` and `tfjs-core`, with the backend added. `TF_CPP_MIN_LOG_LEVEL=2`, and for CUDA `NVIDIA_TF32_OVERRIDE=0`
 * and `TF_FORCE_GPU_ALLOW_GROWTH=true`, are set unless they are.
 *
 * @throws SetupError when it is not set up, naming `npm run setup:tfjs`, or cannot be loaded.
 */
export declare function loadTfjsNode(options?: TfjsNodeChoice): typeof import('@tensorflow/tfjs-node');

/**
 * Where onnxruntime-node with its CUDA provider is: the folder that `FAST_LNCC_ONNXRUNTIME` names, or what
 * `npm run setup:onnxruntime -- --cuda` has set up for this checkout. Nothing is loaded.
 */
export declare function findOnnxruntimeCuda(options?: { readonly environment?: NodeJS.ProcessEnv }): Found;

/**
 * Loads it. The CUDA libraries of the cache are found where the process was started with {@link cudaEnvironment}.
 * `NVIDIA_TF32_OVERRIDE=0` is set unless it is.
 *
 * @throws SetupError when it is not set up, naming `npm run setup:onnxruntime -- --cuda`, or cannot be loaded.
 */
export declare function loadOnnxruntimeCuda(): typeof import('onnxruntime-node');

/**
 * The environment to start a process in that is to compute on CUDA: `LD_LIBRARY_PATH` with the CUDA libraries of the cache
 * at its end, where they were fetched. The dynamic linker reads it only when a process starts.
 *
 * @param environment Default: this process's.
 */
export declare function cudaEnvironment(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
