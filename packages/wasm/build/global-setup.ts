import { compileKernel } from './compile-kernel.mjs';

/** Tests run from sources, and the kernel is a source that has to be compiled. */
export const setup = compileKernel;
