/** The WebAssembly module, for shared memory. */
export declare const kernelBase64: string;
/** The byte that says so. */
export declare const sharedFlagOffset: number;
/** The program of a thread, as a script. */
export declare const workerCode: string;
