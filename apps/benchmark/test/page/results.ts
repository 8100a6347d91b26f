import type { AdapterTexts } from '../../src/engines/webgpu-adapter.ts';
import type { PageContenderId } from '../../src/page/contenders.ts';
import type { AgreementResult, PageResult, SessionResult, TimeResult } from '../../src/page/result.ts';
import type { PageSettings } from '../../src/page/settings.ts';
import type { Machine } from '../../src/results/machine.ts';

export const session = '0123abcd';
export const size = [10, 10, 10] as const;
export const settings: PageSettings = { sizes: [size], window: 9, rounds: 3, commit: 'c0ffee' };
export const machine: Machine = {
  processor: 'none',
  cores: 1,
  memoryBytes: 1,
  load: 0,
  system: 'test',
  node: 'v0',
  packages: {},
};

const adapter: AdapterTexts = { vendor: 'acme', architecture: 'rocket', device: '', description: '' };

export const started = (changes: Partial<SessionResult> = {}): SessionResult => ({
  kind: 'session',
  session,
  name: '',
  adapter,
  software: false,
  browser: 'Mozilla/5.0 Chrome/140.0.0.0 Safari/537.36',
  ...changes,
});

export const agreed = (contender: PageContenderId, changes: Partial<AgreementResult> = {}): AgreementResult => ({
  kind: 'agreement',
  session,
  contender,
  size,
  against: 'fused',
  loss: -0.5,
  expectedLoss: -0.5,
  lossError: 0,
  gradientError: 2e-7,
  agrees: true,
  ...changes,
});

export const timed = (contender: PageContenderId, milliseconds: number[], evaluations = 4): TimeResult => ({
  kind: 'time',
  session,
  contender,
  size,
  evaluations,
  milliseconds,
  hidden: false,
});

/** A session in which the fused kernel takes a quarter of the naive ones' time. */
export const wholeSession: readonly PageResult[] = [
  started(),
  agreed('fused', { against: 'reference', size: [16, 20, 24] }),
  agreed('fused'),
  agreed('naive'),
  timed('fused', [2, 3, 1]),
  timed('naive', [8, 9, 7]),
  { kind: 'end', session, complete: true },
];
