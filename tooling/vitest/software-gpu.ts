import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Chromium's software Vulkan driver, which Debian's package brings along. */
const softwareDriver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Arguments of Chromium for WebGPU and WebGL on the processor, whatever the machine has. */
export const softwareRendering: readonly string[] = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--use-gl=angle',
  '--use-angle=swiftshader',
];

/** The Chromium that tests start: `FAST_LNCC_CHROMIUM`, or where Linux packages put it. */
export function findChromium(): string | undefined {
  const named = process.env.FAST_LNCC_CHROMIUM;
  return [...(named ? [named] : []), ...chromiumPaths].find((path) => existsSync(path));
}

/**
 * Lets WebGPU in Node find a Vulkan driver: the one that the environment names, or Chromium's software driver. Before the
 * first adapter is asked for.
 *
 * @returns What is missing, as a sentence.
 */
export function useSoftwareGpu(): string | undefined {
  if (process.env.VK_ICD_FILENAMES ?? process.env.VK_DRIVER_FILES) return undefined;
  if (!existsSync(softwareDriver)) {
    return `no Vulkan driver is named by VK_ICD_FILENAMES, and ${softwareDriver} (Debian's package chromium) is not there.`;
  }
  process.env.VK_ICD_FILENAMES = softwareDriver;
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  return undefined;
}
