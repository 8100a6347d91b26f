import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compareEvaluations, type Evaluated } from '../peers/compare/agreement.ts';
import { type Availability, idsOf, readProbes, skipLines } from '../peers/compare/availability.ts';
import { type PeerContender, peerContenders } from '../peers/compare/contenders.ts';
import type { PeerEvent } from '../peers/compare/job.ts';
import { performPeerJob } from '../peers/compare/perform.ts';
import { runProcess } from '../peers/compare/run-process.ts';
import { compareGradients } from '../src/tasks/compare-gradients.ts';
import { contender, never, shape, texture, tinyPair, window } from './peer-support.ts';

/**
 * What dipy steps along, −2C/(V_I V_J) · ((J − J̄) − C/V_I · (I − Ī)) / voxels at the center of each window that fits: the
 * derivative of that window's own score, as a mean over all voxels. By direct sums.
 */
function centerDerivatives({ moving, fixed }: { moving: Float32Array; fixed: Float32Array }): Float64Array {
  const result = new Float64Array(moving.length);
  const at = (d: number, h: number, w: number) => (d * shape[1] + h) * shape[2] + w;
  const radius = (window - 1) / 2;
  const offsets = Array.from({ length: window }, (_, index) => index - radius);
  const inside = (axis: number) => Array.from({ length: shape[axis]! - 2 * radius }, (_, index) => index + radius);
  for (const d of inside(0)) {
    for (const h of inside(1)) {
      for (const w of inside(2)) {
        const voxels = offsets.flatMap((a) => offsets.flatMap((b) => offsets.map((c) => at(d + a, h + b, w + c))));
        const mean = (image: Float32Array) => voxels.reduce((sum, voxel) => sum + image[voxel]!, 0) / voxels.length;
        const means = { moving: mean(moving), fixed: mean(fixed) };
        let [covariance, movingVariance, fixedVariance] = [0, 0, 0];
        for (const voxel of voxels) {
          const first = moving[voxel]! - means.moving;
          const second = fixed[voxel]! - means.fixed;
          covariance += first * second;
          movingVariance += first * first;
          fixedVariance += second * second;
        }
        const center = at(d, h, w);
        const slope = (covariance / movingVariance) * (moving[center]! - means.moving);
        const factor = (-2 * covariance) / (movingVariance * fixedVariance * moving.length);
        result[center] = factor * (fixed[center]! - means.fixed - slope);
      }
    }
  }
  return result;
}

function readFloats(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}

describe('this repository’s contenders', () => {
  test.each(['wasm/fused', 'wasm/fused-copied', 'onnxruntime/auto'] as const)(
    '%s agrees with the reference',
    async (id) => {
      const { folder, reference } = tinyPair();
      const gradientFile = join(folder, 'gradient');
      const events: PeerEvent[] = [];
      const job = { contender: id, pair: folder, window, threads: 1 };
      await performPeerJob({ ...job, task: 'evaluate', gradientFile, forward: true }, (event) => events.push(event));
      const evaluation = events.find((event) => event.type === 'evaluation')!;
      expect(compareEvaluations(contender(id), { ...evaluation, gradientFile }, reference).agrees).toBe(true);
      await performPeerJob({ ...job, task: 'loss', round: 2, repetitions: 3 }, (event) => events.push(event));
      const rows = events.flatMap((event) => (event.type === 'measurement' ? [event.measurement] : []));
      expect(rows.map(({ kind }) => kind)).toEqual([...Array(6).fill('loss'), 'memory']);
      expect(rows.every((row) => row.contender === id)).toBe(true);
      expect(rows.at(-1)).toMatchObject({ task: 'loss', round: 2, restBytes: expect.any(Number) });
    },
  );
});

const python = process.env.FAST_LNCC_PEERS_PYTHON;
if (python === undefined) {
  console.warn(
    'The Python peers are not tested: FAST_LNCC_PEERS_PYTHON names no Python that has PyTorch, MONAI and dipy.',
  );
}

describe.skipIf(python === undefined)('the Python contenders', () => {
  const script = fileURLToPath(new URL('../peers/compare_loss.py', import.meta.url));
  const ask = (job: Parameters<typeof runProcess>[1]) => runProcess([python!, script], job, never);

  let availability: Availability;
  beforeAll(async () => {
    const probes = {
      node: { events: [] },
      python: await ask({ task: 'probe', contenders: idsOf(peerContenders, 'python') }),
    };
    availability = readProbes(
      peerContenders.filter(({ language }) => language === 'python'),
      probes,
      python!,
    );
  }, 120_000);

  /** Evaluates once; `undefined`, with the reason printed, where a library is missing. */
  async function evaluate({ id }: PeerContender, folder: string): Promise<Evaluated | undefined> {
    const reason = availability.skipped.find((entry) => entry.contender === id);
    if (reason) return void console.warn(...skipLines([reason]));
    const gradientFile = join(folder, 'gradient');
    const job = { contender: id, pair: folder, window, threads: 1, gradientFile, forward: true } as const;
    const { events, failure } = await ask({ ...job, task: 'evaluate' });
    expect(failure).toBeUndefined();
    return { ...events.find((event) => event.type === 'evaluation')!, gradientFile };
  }

  /** The float64 evaluation under the contender's own definition. */
  async function evaluateOwn(preset: 'monai' | 'dipy', folder: string): Promise<Evaluated> {
    const gradientFile = join(folder, preset);
    const events: PeerEvent[] = [];
    const job = {
      contender: `reference/${preset}`,
      pair: folder,
      window,
      threads: 1,
      gradientFile,
      forward: false,
    } as const;
    await performPeerJob({ ...job, task: 'evaluate' }, (event) => events.push(event));
    return { ...events.find((event) => event.type === 'evaluation')!, gradientFile };
  }

  test('some are installed', () => {
    expect(availability.available.length).toBeGreaterThan(0);
    expect(availability.versions.python).toMatch(/^3\./);
  });

  const others = ['pytorch/summed-area', 'monai/lncc', 'dipy/crosscorr'];
  const exact = peerContenders.filter(({ id, language }) => language === 'python' && !others.includes(id));
  test.each(exact)('$id agrees with evaluateReference', { timeout: 120_000 }, async (entry) => {
    const { folder, reference } = tinyPair();
    const evaluated = await evaluate(entry, folder);
    if (evaluated) expect(compareEvaluations(entry, evaluated, reference)).toMatchObject({ agrees: true });
  });

  test('the summed-area table rounds more than sums over lines', async () => {
    const { folder, reference } = tinyPair();
    const found = async (id: string) => {
      const evaluated = await evaluate(contender(id), folder);
      return evaluated && compareEvaluations(contender(id), evaluated, reference);
    };
    const [table, lines] = [await found('pytorch/summed-area'), await found('pytorch/cumulative')];
    if (table && lines) expect(table.gradientError).toBeGreaterThan(10 * lines.gradientError);
  });

  test('MONAI is its preset', async () => {
    const { folder } = tinyPair();
    const entry = contender('monai/lncc');
    const evaluated = await evaluate(entry, folder);
    if (!evaluated) return;
    expect(compareEvaluations(entry, evaluated, await evaluateOwn('monai', folder))).toMatchObject({ agrees: true });
  });

  test('dipy’s energy is its preset, its step the derivative at the centers', async () => {
    const { folder } = tinyPair(texture());
    const evaluated = await evaluate(contender('dipy/crosscorr'), folder);
    if (!evaluated) return;
    expect(evaluated.loss).toBeCloseTo((await evaluateOwn('dipy', folder)).loss, 7);
    const expected = centerDerivatives(texture());
    const { relativeError } = compareGradients(readFloats(evaluated.gradientFile), expected);
    expect(relativeError).toBeLessThan(1e-5);
  });

  test('a timing job reports every evaluation and the memory; a broken one says what failed', async () => {
    const { folder } = tinyPair();
    const job = { task: 'loss', pair: folder, window, threads: 1, round: 1, repetitions: 4 } as const;
    const { events, failure } = await ask({ ...job, contender: 'pytorch/cumulative' });
    expect(failure).toBeUndefined();
    const rows = events.flatMap((event) => (event.type === 'measurement' ? [event.measurement] : []));
    expect(rows.map(({ kind }) => kind)).toEqual([...Array(8).fill('loss'), 'memory']);
    expect(rows[0]).toMatchObject({ contender: 'pytorch/cumulative', mode: 'forward', shape: [16, 16, 16], round: 1 });
    const broken = await ask({ ...job, contender: 'pytorch/cumulative', pair: join(folder, 'none') });
    expect(broken.failure).toMatch(/^FileNotFoundError: .*pair\.json/);
  });
});
