import { SetupError } from '../setup-error.mjs';

/**
 * @param {{ platform: string, architecture: string, glibc: string | undefined }} machine
 * @throws {SetupError} where TensorFlow's library cannot run.
 */
export function assertPlatform({ platform, architecture, glibc } = thisMachine()) {
  const otherwise =
    "The packages run on TensorFlow.js's other backends (cpu, wasm, WebGPU) there; or where the npm package's own installer " +
    'still works, run it (npm rebuild @tensorflow/tfjs-node): what it installs is found and used.';
  if (platform !== 'linux' || architecture !== 'x64') {
    throw new SetupError(
      `TensorFlow's library is set up on Linux with an x86-64 processor; this is ${platform} on ${architecture}.`,
      otherwise,
    );
  }
  if (glibc === undefined) {
    throw new SetupError("TensorFlow's library needs glibc, which this Linux (musl, as in Alpine) lacks.", otherwise);
  }
  if (!isAtLeast(glibc, [2, 27])) {
    throw new SetupError(`TensorFlow's library needs glibc 2.27 or newer; this is ${glibc}.`, otherwise);
  }
}

function thisMachine() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return { platform: process.platform, architecture: process.arch, glibc: header.glibcVersionRuntime };
}

/** @param {string} version @param {[number, number]} wanted */
function isAtLeast(version, [wantedMajor, wantedMinor]) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
