import { InvalidDataError, LnccError } from '@fast-lncc/core';
import { toFloat32 } from '../weights/element-types.ts';
import { readSafetensors, type StoredTensor } from '../weights/read-safetensors.ts';
import { safetensorsParts } from '../weights/write-safetensors.ts';
import type { TrainingPlace } from './plan-steps.ts';
import { assertSealed, seal, unsealed } from './seal.ts';
import type { TrainerState } from './trainer.ts';

/** Where a training is: everything it needs to go on as if it had never stopped. */
export interface TrainingState extends TrainingPlace {
  readonly trainer: TrainerState;
  /** What must not change, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of every epoch that has begun. */
  readonly learningRates: readonly number[];
}

const format = 'fast-lncc training 1';

/**
 * A state as the parts of a safetensors file, end to end: parameters and moments as flat float32 vectors, which are not
 * copied, the rest as metadata, and over all of it a SHA-256.
 */
export async function encodeTrainingState(state: TrainingState): Promise<readonly Uint8Array[]> {
  const { trainer, epoch, position, random, settings, learningRates } = state;
  const { network, size, optimizer, step } = trainer;
  const vectors = Object.entries({ parameters: trainer.parameters, ...trainer.moments });
  const tensors = vectors.map(([name, data]) => [name, { shape: [data.length], data }]);
  const training = { epoch, position, random, settings, learningRates, network, size, optimizer, step };
  const metadata = { sha256: unsealed, format, training: JSON.stringify(training) };
  const [header, ...data] = safetensorsParts(Object.fromEntries(tensors), metadata);
  await seal(header, data);
  return [header, ...data];
}

/**
 * @param name of the file, for messages.
 * @throws InvalidDataError for a file that is truncated, was changed after it had been written, or holds something else.
 */
export async function decodeTrainingState(file: Uint8Array, name: string): Promise<TrainingState> {
  try {
    const { tensors, metadata } = readSafetensors(file);
    if (metadata.format !== format) {
      throw new InvalidDataError(`Its format is '${metadata.format}', not '${format}'.`);
    }
    await assertSealed(file);
    const { network, size, optimizer, step, ...training } = parseTraining(metadata.training);
    const { parameters, ...moments } = Object.fromEntries(Object.entries(tensors).map(toVector));
    if (parameters === undefined) throw new InvalidDataError("It has no 'parameters'.");
    return { trainer: { network, size, optimizer, step, parameters, moments }, ...training };
  } catch (error) {
    if (!(error instanceof LnccError)) throw error;
    throw new InvalidDataError(
      `No training can go on from '${name}'. ${error.message} Put a copy of it in its place, or remove it to begin anew.`,
      { cause: error },
    );
  }
}

const toVector = ([name, { dtype, bytes }]: [string, StoredTensor]) => [name, toFloat32(name, dtype, bytes)] as const;

type Counted = Omit<TrainingState, 'trainer'> & Omit<TrainerState, 'parameters' | 'moments'>;

function parseTraining(text = ''): Counted {
  const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isWord = (value: unknown) => isCount(value) && (value as number) < 2 ** 32;
  const isList = (value: unknown, holds: (part: unknown) => boolean) => Array.isArray(value) && value.every(holds);
  const isNumber = (value: unknown) => typeof value === 'number';
  try {
    const found = JSON.parse(text) as Counted;
    const valid =
      [found.epoch, found.position, found.step].every(isCount) &&
      isList(found.random, isWord) &&
      found.random.length === 4 &&
      isList(found.size, isCount) &&
      isList(found.learningRates, isNumber) &&
      Object.values(found.settings).every((value) => typeof value === 'string');
    if (valid) return found;
  } catch {
    // Told with what is not valid.
  }
  throw new InvalidDataError(`Its metadata has no training, but '${text.slice(0, 80)}'.`);
}
