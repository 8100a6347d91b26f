import type { Choose } from './choose.ts';

type Mutation = (bytes: Buffer, choose: Choose, others: readonly Buffer[]) => Buffer;

/** What lengths and counts are exchanged for. */
const numbers = [
  0n,
  1n,
  2n,
  255n,
  256n,
  65535n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 40n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const flipBits: Mutation = (bytes, choose) => {
  const result = Buffer.from(bytes);
  for (let count = 1 + choose.below(8); count > 0; count--) {
    const at = choose.below(result.length);
    result[at] = result[at]! ^ (1 << choose.below(8));
  }
  return result;
};

const setBytes: Mutation = (bytes, choose) => {
  const result = Buffer.from(bytes);
  for (let count = 1 + choose.below(4); count > 0; count--) result[choose.below(result.length)] = choose.below(256);
  return result;
};

const truncate: Mutation = (bytes, choose) => bytes.subarray(0, choose.below(bytes.length));

/** A number of 1, 2, 4 or 8 bytes, in either byte order, at any place, or beside the number that stands there. */
const editLength: Mutation = (bytes, choose) => {
  const size = choose.one([1, 2, 4, 8]);
  if (bytes.length < size) return bytes;
  const result = Buffer.from(bytes);
  const at = choose.below(bytes.length - size + 1);
  const little = choose.chance(0.7);
  const number = Buffer.alloc(8);
  if (choose.chance(0.5)) number.writeBigUInt64LE(choose.one(numbers));
  else {
    const found = result.subarray(at, at + size);
    const padded = Buffer.concat([little ? found : Buffer.from(found).reverse(), Buffer.alloc(8)]);
    const change = BigInt(choose.one([-2, -1, 1, 2, 16]));
    number.writeBigUInt64LE(BigInt.asUintN(64, padded.readBigUInt64LE() + change));
  }
  const digits = number.subarray(0, size);
  result.set(little ? digits : digits.reverse(), at);
  return result;
};

const insert: Mutation = (bytes, choose) => {
  const at = choose.below(bytes.length + 1);
  const added = Buffer.from(Array.from({ length: 1 + choose.below(16) }, () => choose.below(256)));
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
};

const remove: Mutation = (bytes, choose) => {
  const at = choose.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + choose.below(16))]);
};

const repeat: Mutation = (bytes, choose) => {
  const at = choose.below(bytes.length);
  const part = bytes.subarray(at, at + 1 + choose.below(64));
  const times = choose.one([2, 10, 300]);
  return Buffer.concat([bytes.subarray(0, at), ...Array.from({ length: times }, () => part), bytes.subarray(at)]);
};

const splice: Mutation = (bytes, choose, others) => {
  const other = choose.one(others);
  return Buffer.concat([bytes.subarray(0, choose.below(bytes.length)), other.subarray(choose.below(other.length))]);
};

const mutations = [flipBits, setBytes, truncate, editLength, editLength, insert, remove, repeat, splice] as const;

/** One to three mutations, one after the other. */
export function mutate(bytes: Buffer, choose: Choose, others: readonly Buffer[]): Buffer {
  let result = bytes;
  for (let count = choose.one([1, 1, 1, 2, 3]); count > 0 && result.length > 0; count--) {
    result = choose.one(mutations)(result, choose, others);
  }
  return result;
}
