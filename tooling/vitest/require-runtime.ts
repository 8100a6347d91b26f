/** Runtimes that `FAST_LNCC_REQUIRE` can insist on. */
export type RuntimeName = 'webgpu' | 'chromium' | 'python' | 'tfjs-node' | 'data';

/**
 * Whether tests of a runtime can run here. Where they cannot, the reason is printed, so that no test is left out in
 * silence; where `FAST_LNCC_REQUIRE` (names, with commas between them) has the runtime, that is an error.
 *
 * @param missing What is missing, as a sentence; `undefined` when nothing is.
 */
export function hasRuntime(name: RuntimeName, missing: string | undefined): boolean {
  if (missing === undefined) return true;
  const required = process.env.FAST_LNCC_REQUIRE?.split(',').includes(name) ?? false;
  if (required) throw new Error(`FAST_LNCC_REQUIRE names '${name}': ${missing}`);
  console.warn(`Tests of '${name}' are left out: ${missing}`);
  return false;
}
