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
