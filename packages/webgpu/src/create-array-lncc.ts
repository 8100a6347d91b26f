import {
  assertLength,
  assertMask,
  InvalidDataError,
  LnccError,
  type LnccEvaluator,
  type LnccRequest,
  type LnccResult,
  type PreparedFixed,
  UnsupportedOptionError,
} from '@fast-lncc/core';
import { readBuffers, uploadArray } from './arrays.ts';
import { createLncc } from './create-lncc.ts';
import { guarded } from './device-errors.ts';
import type { CreateLnccOptions } from './options.ts';
import { isPrepared, wantedResults } from './requests.ts';

interface Uploaded {
  readonly buffers: PreparedFixed<GPUBuffer>;
  readonly mask: Float32Array | undefined;
}

/**
 * The evaluator of {@link createLncc} for arrays: images are copied to the device and results back, per evaluation. For
 * checks and for images that live on the CPU; in a loop on the GPU take `createLncc`.
 *
 * @throws As `createLncc`; InvalidDataError for arrays that are no Float32Array and for masks with negative weights.
 */
export async function createArrayLncc(options: CreateLnccOptions): Promise<LnccEvaluator<Float32Array>> {
  const lncc = await createLncc(options);
  const { device, definition } = lncc;
  const { shape, mapShape } = definition;
  const prepared = new WeakMap<PreparedFixed<Float32Array>, Uploaded>();
  const held = new Set<GPUBuffer>();
  let disposed = false;
  const assertOpen = () => {
    if (disposed) throw new LnccError('This evaluator was disposed; create another one with createArrayLncc.');
  };
  const preparedState = (fixed: PreparedFixed<Float32Array>, mask: Float32Array | undefined): Uploaded => {
    const state = prepared.get(fixed);
    if (state === undefined) {
      throw new UnsupportedOptionError(
        'The prepared fixed image was disposed or made by another evaluator; prepare it with this one.',
      );
    }
    if (definition.mask.moments && mask !== undefined && !sameValues(state.mask, mask)) {
      throw new UnsupportedOptionError(
        'mask.moments weighs the sums of the prepared image with the mask, and it was prepared with another one; give both the same.',
      );
    }
    return state;
  };

  async function evaluate(request: LnccRequest<Float32Array>): Promise<LnccResult<Float32Array>> {
    assertOpen();
    const { moving, fixed, mask, upstream } = request;
    assertFloats('moving', moving, shape);
    if (!isPrepared(fixed)) assertFloats('fixed', fixed, shape);
    checkMask(mask, shape);
    const wanted = wantedResults(definition, request as LnccRequest<unknown>);
    if (upstream !== undefined && typeof upstream !== 'number') assertFloats('upstream', upstream, mapShape);
    const state = isPrepared(fixed) ? preparedState(fixed, mask) : undefined;
    const weights = mask ?? state?.mask;
    const made: GPUBuffer[] = [];
    const upload = (values: Float32Array) => {
      const buffer = uploadArray(device, values);
      made.push(buffer);
      return buffer;
    };
    try {
      const uploaded = await guarded(device, () => ({
        moving: upload(moving),
        fixed: state?.buffers.image ?? upload(fixed as Float32Array),
        ...(weights === undefined ? {} : { mask: upload(weights) }),
        ...(upstream === undefined ? {} : { upstream: typeof upstream === 'number' ? upstream : upload(upstream) }),
      }));
      const { loss, map, gradients } = await lncc.evaluate({ ...uploaded, ...wanted });
      const results = { map, moving: gradients.moving, fixed: gradients.fixed };
      const given = Object.entries(results).flatMap(([name, buffer]) => (buffer ? [{ name, buffer }] : []));
      made.push(...given.map(({ buffer }) => buffer));
      const arrays = await guarded(device, () =>
        readBuffers(
          device,
          given.map(({ name, buffer }) => ({ buffer, shape: name === 'map' ? mapShape : shape })),
        ),
      );
      const byName = Object.fromEntries(given.map(({ name }, at) => [name, arrays[at] as Float32Array]));
      const { map: mapArray, ...gradientArrays } = byName;
      return { loss, ...(mapArray === undefined ? {} : { map: mapArray }), gradients: gradientArrays };
    } finally {
      for (const buffer of made) buffer.destroy();
    }
  }

  async function prepareFixed(fixed: Float32Array, mask?: Float32Array): Promise<PreparedFixed<Float32Array>> {
    assertOpen();
    assertFloats('fixed', fixed, shape);
    checkMask(mask, shape);
    const buffer = await guarded(device, () => uploadArray(device, fixed));
    held.add(buffer);
    const own: PreparedFixed<Float32Array> = {
      definition,
      image: fixed,
      async dispose() {
        prepared.delete(own);
        held.delete(buffer);
        buffer.destroy();
      },
    };
    prepared.set(own, { buffers: await lncc.prepareFixed(buffer), mask: mask?.slice() });
    return own;
  }

  const running = new Set<Promise<unknown>>();
  const dispose = async () => {
    disposed = true;
    await Promise.allSettled(running);
    for (const buffer of held) buffer.destroy();
    held.clear();
    await lncc.dispose();
  };
  return {
    definition,
    algorithm: 'fused',
    evaluate: (request) => {
      const evaluation = evaluate(request).finally(() => running.delete(evaluation));
      running.add(evaluation);
      return evaluation;
    },
    prepareFixed,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

function checkMask(mask: Float32Array | undefined, shape: readonly number[]): void {
  if (mask === undefined) return;
  assertFloats('mask', mask, shape);
  assertMask(mask, shape);
}

function assertFloats(name: string, value: unknown, shape: readonly number[]): asserts value is Float32Array {
  if (!(value instanceof Float32Array)) {
    throw new InvalidDataError(`${name} is ${value === null ? 'null' : typeof value}; pass a Float32Array in C order.`);
  }
  assertLength(name, value.length, shape);
}

const sameValues = (a: Float32Array | undefined, b: Float32Array): boolean =>
  a === b || (a?.every((value, index) => value === b[index]) ?? false);
