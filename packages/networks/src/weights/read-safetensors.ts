import { formatShape, InvalidDataError, sizeOf } from '@fast-lncc/core';
import { elementBytes } from './element-types.ts';

/** One tensor of a file. */
export interface StoredTensor {
  /** `F32`, `F64`, `I64`, … */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Little-endian, C order; a view of the file. */
  readonly bytes: Uint8Array;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Bytes of a header: 35,000 tensors. The reference implementation allows 100 MB, but parsed JSON can take 60 times its
 * length, and a file must not be able to take all memory.
 */
const longestHeader = 4 * 2 ** 20;

/**
 * Reads a safetensors file: eight bytes with the length of a JSON header, the header, and the data. Nothing of it is
 * executed, and nothing is believed: offsets, shapes and types have to agree, and the tensors to fill the data without
 * holes or overlaps.
 *
 * @throws InvalidDataError for a file that is truncated, tampered with, or of another format.
 *
 * Source: the format's description in https://github.com/huggingface/safetensors.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  if (!(file instanceof Uint8Array)) throw invalid('it is no Uint8Array: give the bytes of the file');
  refuseTorchSave(file);
  if (file.length < 8) throw invalid(`it has ${file.length} bytes, not even the length of its header`);
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (length > longestHeader)
    throw invalid(`its header would have ${length} bytes, and at most ${longestHeader} are read`);
  const start = 8 + Number(length);
  if (start > file.length) throw invalid(`its header has ${length} bytes, but only ${file.length - 8} follow`);
  const { __metadata__: metadata = {}, ...entries } = parseHeader(file.subarray(8, start));
  const data = file.subarray(start);
  const tensors = Object.entries(entries).map(([name, entry]) => ({ name, ...checkEntry(name, entry) }));
  assertFilled(tensors, data.length);
  return {
    tensors: Object.fromEntries(
      tensors.map(({ name, dtype, shape, begin, end }) => [name, { dtype, shape, bytes: data.subarray(begin, end) }]),
    ),
    metadata: checkMetadata(metadata),
  };
}

/** The archive that `torch.save` writes, and the pickle that it wrote before. */
function refuseTorchSave(file: Uint8Array): void {
  const isArchive = file[0] === 0x50 && file[1] === 0x4b && file[2] === 3 && file[3] === 4;
  const isPickle = file[0] === 0x80 && file[1] === 2 && file[2] === 0x8a;
  if (!isArchive && !isPickle) return;
  throw new InvalidDataError(
    'This file was written by torch.save: reading it would run code. Convert it in Python: ' +
      "safetensors.torch.save_file(torch.load(path, weights_only=True)['state_dict'], 'weights.safetensors').",
  );
}

interface Placed {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const invalid = (reason: string) => new InvalidDataError(`This is no safetensors file, or it is damaged: ${reason}.`);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  // Other formats start with other bytes: do not call their content a header.
  if (bytes[0] !== 0x7b) throw invalid('its header does not start with {');
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(header)) return header;
  } catch {
    throw invalid('its header is not JSON');
  }
  throw invalid('its header is not an object');
}

function checkEntry(name: string, entry: unknown): Placed {
  if (!isRecord(entry)) throw invalid(`the entry of '${name}' is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  const bytes = typeof dtype === 'string' && Object.hasOwn(elementBytes, dtype) ? elementBytes[dtype] : undefined;
  if (bytes === undefined) throw invalid(`'${name}' has the type ${JSON.stringify(dtype)}`);
  if (!(Array.isArray(shape) && shape.every(isCount))) {
    throw invalid(`'${name}' has the shape ${JSON.stringify(shape)}`);
  }
  const [begin, end] = Array.isArray(offsets) ? offsets : [];
  if (!(isCount(begin) && isCount(end) && (offsets as unknown[]).length === 2)) {
    throw invalid(`'${name}' has the offsets ${JSON.stringify(offsets)}`);
  }
  if (end - begin !== sizeOf(shape) * bytes) {
    throw invalid(`'${name}' of shape ${formatShape(shape)} and type ${dtype} has ${end - begin} bytes`);
  }
  return { dtype: dtype as string, shape, begin, end };
}

/** Every byte of the data belongs to one tensor. */
function assertFilled(tensors: readonly (Placed & { readonly name: string })[], length: number): void {
  let filled = 0;
  for (const { name, begin, end } of tensors.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) throw invalid(`'${name}' begins at ${begin}, but what precedes it ends at ${filled}`);
    filled = end;
  }
  if (filled !== length) throw invalid(`its tensors have ${filled} bytes, but ${length} follow the header`);
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (isRecord(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) {
    return metadata as Record<string, string>;
  }
  throw invalid('its metadata is not a record of strings');
}
