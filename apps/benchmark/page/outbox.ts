import type { PageResult } from '../src/page/result.ts';

/** Sends results in order, one at a time. */
export interface Outbox {
  add(result: PageResult): void;
  /** When all that was added has been sent, or could not be. */
  settled(): Promise<void>;
}

/**
 * What cannot be sent is kept and tried again with the next result: a server that comes back has all of them.
 *
 * @param send rejects where nobody answers; resolves to what a server that answers has against the result.
 * @param onProblem takes a sentence for the person, or `undefined` when all was sent again.
 */
export function createOutbox(
  send: (result: PageResult) => Promise<string | undefined>,
  onProblem: (problem: string | undefined) => void,
): Outbox {
  const waiting: PageResult[] = [];
  let refused: string | undefined;
  let last = Promise.resolve();
  const flush = async () => {
    while (waiting.length > 0) {
      try {
        refused = (await send(waiting[0]!)) ?? refused;
        waiting.shift();
      } catch {
        onProblem('The server does not answer: results stay in this page. Download them as JSON before you close it.');
        return;
      }
    }
    onProblem(refused);
  };
  return {
    add(result) {
      waiting.push(result);
      last = last.then(flush);
    },
    settled: () => last,
  };
}

/** `POST /results` of the server that this page came from. */
export async function postResult(result: PageResult): Promise<string | undefined> {
  const response = await fetch('/results', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(result),
  });
  return response.ok ? undefined : `The server did not take a result: ${(await response.text()).trim()}`;
}
