import path from 'node:path';
import { expect, test } from 'vitest';
import { cacheRoot } from '../src/cache/cache-root.mjs';

const join = path.join;

test.each([
  [{ FAST_LNCC_CACHE: '/disk/cache', XDG_CACHE_HOME: '/xdg' }, 'linux', '/disk/cache'],
  [{ XDG_CACHE_HOME: '/xdg' }, 'linux', join('/xdg', 'fast-lncc')],
  [{ XDG_CACHE_HOME: 'relative' }, 'linux', join('/home/ann', '.cache', 'fast-lncc')],
  [{}, 'linux', join('/home/ann', '.cache', 'fast-lncc')],
  [{}, 'darwin', join('/home/ann', 'Library', 'Caches', 'fast-lncc')],
  [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'fast-lncc')],
  [{}, 'win32', join('/home/ann', 'AppData', 'Local', 'fast-lncc')],
] as const)('%j on %s: %s', (environment, platform, expected) => {
  expect(cacheRoot(environment, platform, '/home/ann')).toBe(expected);
});

test('a relative folder is meant from where the command runs', () => {
  expect(cacheRoot({ FAST_LNCC_CACHE: 'here' })).toBe(path.resolve('here'));
});
