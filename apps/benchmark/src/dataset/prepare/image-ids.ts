import { basename } from 'node:path';

const ending = /\.(nii\.gz|nii|npz|npy|pkl|pickle)$/i;

/**
 * A maker of ids: the file's name without its ending, as far as it can be part of a file name everywhere, with a number
 * behind where it is taken.
 */
export function createIds(): (path: string) => string {
  const taken = new Set<string>();
  return (path) => {
    const name =
      basename(path)
        .replace(ending, '')
        .replace(/[^\w.-]+/g, '-')
        .replace(/^[^\w]+/, '') || 'image';
    let id = name;
    // Names that differ in case alone are one file on some disks.
    for (let count = 2; taken.has(id.toLowerCase()); count++) id = `${name}-${count}`;
    taken.add(id.toLowerCase());
    return id;
  };
}
