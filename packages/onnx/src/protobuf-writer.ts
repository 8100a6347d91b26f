import { GraphError } from './graph-error.ts';

/**
 * Writes the protobuf wire format (protobuf.dev/programming-guides/encoding), in the four shapes of field that ONNX needs.
 * Every method but `fields` appends one field; nothing is left out for having a default value, so explicit zeros survive.
 */
export interface ProtobufWriter {
  /** int32, int64, enum or bool; negative values take the ten bytes of their 64-bit two's complement. */
  integer(field: number, value: number | bigint): void;
  /** repeated integers, packed */
  integers(field: number, values: readonly (number | bigint)[]): void;
  float(field: number, value: number): void;
  /** One field of bytes whose content is the given chunks in a row. Long chunks are kept by reference, not copied. */
  bytes(field: number, ...content: readonly Uint8Array[]): void;
  text(field: number, value: string): void;
  message(field: number, write: (writer: ProtobufWriter) => void): void;
  /** Fields that another writer has written. */
  fields(written: readonly Uint8Array[]): void;
  /** What has been written so far, in pieces to be stored one after the other. */
  chunks(): readonly Uint8Array[];
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Chunks at least this long are stored once, at the end, instead of being copied at every level of nesting. */
const KEPT_BY_REFERENCE = 1024;

/** A writer whose output is empty so far. */
export function createProtobufWriter(): ProtobufWriter {
  const sealed: Uint8Array[] = [];
  let open: number[] = [];

  const seal = (): void => {
    if (open.length > 0) sealed.push(Uint8Array.from(open));
    open = [];
  };
  const append = (chunk: Uint8Array): void => {
    if (chunk.length < KEPT_BY_REFERENCE) {
      open.push(...chunk);
    } else {
      seal();
      sealed.push(chunk);
    }
  };
  const tag = (field: number, wireType: number): void => pushVarint(open, field * 8 + wireType);

  const writer: ProtobufWriter = {
    integer(field, value) {
      tag(field, VARINT);
      pushVarint(open, value);
    },
    integers(field, values) {
      const packed: number[] = [];
      for (const value of values) pushVarint(packed, value);
      writer.bytes(field, Uint8Array.from(packed));
    },
    float(field, value) {
      const view = new DataView(new ArrayBuffer(4));
      view.setFloat32(0, value, true);
      tag(field, FIXED_32);
      append(new Uint8Array(view.buffer));
    },
    bytes(field, ...content) {
      tag(field, LENGTH_DELIMITED);
      pushVarint(open, totalLength(content));
      content.forEach(append);
    },
    text(field, value) {
      writer.bytes(field, new TextEncoder().encode(value));
    },
    message(field, write) {
      const nested = createProtobufWriter();
      write(nested);
      writer.bytes(field, ...nested.chunks());
    },
    fields(written) {
      written.forEach(append);
    },
    chunks() {
      seal();
      return sealed;
    },
  };
  return writer;
}

/** The chunks in one array. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(totalLength(chunks));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

/** Number of bytes in all chunks together. */
export function totalLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function pushVarint(output: number[], value: number | bigint): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new GraphError(`${value} is not a whole number within ±(2^53 - 1); pass a bigint for larger integers`);
  }
  // Bit operators on numbers would truncate to 32 bits.
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    output.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  output.push(Number(rest));
}
