import type { Runner } from '../contract.ts';
import { ensure } from '../expect.ts';
import type { GoldenTensor } from '../golden/piece-case.ts';
import { readGoldenPiece } from '../golden/read-golden-folder.ts';
import { arrangePiece, type PieceRequest, type PieceResult, piecePlans, requestPiece } from './pieces.ts';

/** Largest difference of an output, of its largest element. */
const outputTolerance = 2e-6;

/** What {@link runPieces} takes. */
export interface PieceOptions extends Runner {
  /** Shown in the names of the tests, such as `tfjs (cpu)`. */
  readonly name: string;
  /** Carries out one building block. */
  run(request: PieceRequest): Promise<PieceResult>;
}

/**
 * Registers one test per building block of the networks: output and gradients against the values of the original code,
 * and a last one that prints the largest differences.
 */
export function runPieces({ describe, test, name, run }: PieceOptions): void {
  const seen: string[] = [];
  describe(`building blocks on ${name} against the original code`, () => {
    for (const [key, plan] of Object.entries(piecePlans)) {
      test(key, async () => {
        const piece = arrangePiece(await readGoldenPiece(key), plan);
        const { output, gradients } = await run(requestPiece(piece, plan));
        const errors = [within('output', output, piece.output, outputTolerance)];
        for (const [input, expected] of Object.entries(piece.grads)) {
          errors.push(within(`gradient to ${input}`, gradients[input] ?? [], expected, plan.tolerance));
        }
        seen.push(`${key} ${Math.max(...errors).toExponential(1)}`);
      });
    }
    test('report', async () => console.info(`${name}, largest differences of building blocks: ${seen.join(', ')}`));
  });
}

/** The largest difference, relative to the largest element expected. */
function within(what: string, actual: ArrayLike<number>, { data }: GoldenTensor, tolerance: number): number {
  ensure(actual.length === data.length, `${what} has ${actual.length} elements, expected ${data.length}`);
  let [difference, largest] = [0, 0];
  data.forEach((value, index) => {
    const error = Math.abs((actual[index] ?? Number.NaN) - value);
    if (!(error <= difference)) difference = error;
    largest = Math.max(largest, Math.abs(value));
  });
  const relative = difference / largest;
  ensure(relative <= tolerance, `${what} is off by ${relative}, allowed ${tolerance}`);
  return relative;
}
