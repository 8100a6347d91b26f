import { expect, test } from 'vitest';
import { createOutbox } from '../../page/outbox.ts';
import type { PageResult } from '../../src/page/result.ts';
import { wholeSession } from './results.ts';

/** An outbox to a server that is there or not. */
function outboxTo(answer: (result: PageResult) => string | undefined) {
  const sent: PageResult[] = [];
  const problems: (string | undefined)[] = [];
  const outbox = createOutbox(
    async (result) => {
      const refusal = answer(result);
      sent.push(result);
      return refusal;
    },
    (problem) => problems.push(problem),
  );
  return { outbox, sent, problems };
}

test('results are sent in order', async () => {
  const { outbox, sent, problems } = outboxTo(() => undefined);
  for (const result of wholeSession) outbox.add(result);
  await outbox.settled();
  expect(sent).toEqual(wholeSession);
  expect(problems.every((problem) => problem === undefined)).toBe(true);
});

test('what a server that is gone did not get, it gets when it is back', async () => {
  let gone = true;
  const { outbox, sent, problems } = outboxTo(() => {
    if (gone) throw new TypeError('Failed to fetch');
    return undefined;
  });
  const [first, second, third] = wholeSession as [PageResult, PageResult, PageResult];
  outbox.add(first);
  outbox.add(second);
  await outbox.settled();
  expect(sent).toEqual([]);
  expect(problems.at(-1)).toContain('results stay in this page');
  gone = false;
  outbox.add(third);
  await outbox.settled();
  expect(sent).toEqual([first, second, third]);
  expect(problems.at(-1)).toBeUndefined();
});

test('a result that is refused does not hold the others up, and is told', async () => {
  const { outbox, sent, problems } = outboxTo((result) =>
    result.kind === 'session' ? 'The disk is full.' : undefined,
  );
  for (const result of wholeSession) outbox.add(result);
  await outbox.settled();
  expect(sent.length).toBe(wholeSession.length);
  expect(problems.at(-1)).toBe('The disk is full.');
});
