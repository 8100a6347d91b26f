import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Wheel } from '../../src/wheels/wheel.mjs';

/**
 * A wheel of a few bytes in a folder that pip can take for an index (`PIP_NO_INDEX=1 PIP_FIND_LINKS=folder`): two libraries,
 * one of them needed, and a file that is none.
 */
export function writeTinyWheel(folder: string, content = 'the library'): Wheel {
  const file = 'tiny_library-1.2.3-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';
  const metadata = 'Metadata-Version: 2.1\nName: tiny-library\nVersion: 1.2.3\n';
  const bytes = zipSync({
    'tiny/lib/libtiny.so.1': strToU8(content),
    'tiny/lib/libother.so.1': strToU8('not needed'),
    'tiny/__init__.py': strToU8('raise ImportError'),
    'tiny_library-1.2.3.dist-info/METADATA': strToU8(metadata),
    'tiny_library-1.2.3.dist-info/WHEEL': strToU8('Wheel-Version: 1.0\nRoot-Is-Purelib: false\n'),
    'tiny_library-1.2.3.dist-info/RECORD': strToU8(''),
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, file), bytes);
  return {
    name: 'tiny-library',
    version: '1.2.3',
    file,
    sha256: createHash('sha256')
      .update(readFileSync(path.join(folder, file)))
      .digest('hex'),
    bytes: bytes.length,
    unpackedBytes: content.length,
    members: ['tiny/lib/libtiny\\.so\\.\\d+'],
  };
}

/** The environment in which pip knows nothing but that folder. */
export const onlyFrom = (folder: string) => ({
  ...process.env,
  PIP_NO_INDEX: '1',
  PIP_FIND_LINKS: folder,
  PIP_CONFIG_FILE: '/dev/null',
});
