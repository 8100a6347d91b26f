import { InvalidDataError, LnccError, ShapeMismatchError, StorageError } from '@fast-lncc/core';
import type { FinishedImage } from './task.ts';

/** The end of a task, in a form that crosses from thread to thread: errors would lose their class. */
export type Outcome =
  | { readonly finished: FinishedImage }
  | { readonly failure: { readonly name: string; readonly message: string } };

const classes = { InvalidDataError, ShapeMismatchError, StorageError } as const;

/** What a task came to; what is no error of ours is thrown on. */
export async function outcomeOf(task: () => Promise<FinishedImage>): Promise<Outcome> {
  try {
    return { finished: await task() };
  } catch (error) {
    if (!(error instanceof LnccError)) throw error;
    return { failure: { name: error.name, message: error.message } };
  }
}

/** The error of a task that failed. */
export function failureOf(outcome: Outcome): LnccError | undefined {
  if ('finished' in outcome) return undefined;
  const { name, message } = outcome.failure;
  return new (classes[name as keyof typeof classes] ?? InvalidDataError)(message);
}
