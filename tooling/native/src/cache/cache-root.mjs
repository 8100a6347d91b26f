import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where native runtimes are kept, for all checkouts of this user: `FAST_LNCC_CACHE`, or `fast-lncc` in the folder the
 * platform has for caches.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {NodeJS.Platform} [platform]
 * @param {string} [home]
 * @returns {string} an absolute path.
 */
export function cacheRoot(environment = process.env, platform = process.platform, home = homedir()) {
  if (environment.FAST_LNCC_CACHE) return path.resolve(environment.FAST_LNCC_CACHE);
  return path.join(cachesOf(environment, platform, home), 'fast-lncc');
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {NodeJS.Platform} platform
 * @param {string} home
 */
function cachesOf(environment, platform, home) {
  // A relative path here is invalid by the XDG specification and has to be ignored.
  if (environment.XDG_CACHE_HOME && path.isAbsolute(environment.XDG_CACHE_HOME)) return environment.XDG_CACHE_HOME;
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  if (platform === 'win32') return environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local');
  return path.join(home, '.cache');
}
