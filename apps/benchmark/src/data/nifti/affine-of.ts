import { InvalidDataError } from '@fast-lncc/core';
import { type NIFTI1, NIFTI2 } from 'nifti-reader-js';
import type { Affine } from '../affine.ts';

/**
 * Voxel index to millimeters: the sform where it has a code, else the qform where that has one, as nibabel takes them.
 *
 * @throws InvalidDataError when it holds a number that is not finite.
 */
export function affineOf(header: NIFTI1 | NIFTI2, bytes: Uint8Array, path: string): Affine | undefined {
  const { sform_code: sform, qform_code: qform } = header;
  if (!(sform > 0 || qform > 0)) return undefined;
  const affine = sform > 0 ? sformOf(header, bytes) : qformOf(header);
  if (!affine.flat().every(Number.isFinite)) {
    throw new InvalidDataError(
      `${path} has an orientation that is not finite: ${JSON.stringify(affine)}. Correct its ${sform > 0 ? 'sform' : 'qform'}, or set its code to 0.`,
    );
  }
  return affine;
}

/** From the bytes: the parser puts the qform into its place where the qform has the larger code. */
function sformOf(header: NIFTI1 | NIFTI2, bytes: Uint8Array): Affine {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const little = header.littleEndian;
  const entry = (index: number) =>
    header instanceof NIFTI2 ? view.getFloat64(400 + 8 * index, little) : view.getFloat32(280 + 4 * index, little);
  return [0, 4, 8].map((row) => [entry(row), entry(row + 1), entry(row + 2), entry(row + 3)] as const);
}

function qformOf(header: NIFTI1 | NIFTI2): Affine {
  return header.getQformMat().slice(0, 3) as unknown as Affine;
}
