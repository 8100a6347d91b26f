/**
 * Keeps the state of one training: a file (`fileStore` of `@fast-lncc/networks/files`), or whatever else holds bytes, such
 * as a database of a page.
 */
export interface TrainingStore {
  /** Shown in messages, such as the path of the file. */
  readonly name: string;
  /** What was written last; `undefined` when nothing has been. */
  read(): Promise<Uint8Array | undefined>;
  /** Replaces it as a whole: whatever happens meanwhile, `read` gives either the old bytes or the new ones. */
  write(content: Uint8Array): Promise<void>;
  /**
   * The same from parts, end to end, for a store that need not have them in one piece: with it, saving takes no copy of the
   * state. The parts are the training's own, and may be read until the promise is fulfilled.
   */
  writeParts?(parts: readonly Uint8Array[]): Promise<void>;
}
