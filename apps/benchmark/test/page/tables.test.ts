import { describe, expect, test } from 'vitest';
import { describeResult } from '../../src/page/describe-result.ts';
import { significant } from '../../src/page/figures.ts';
import { pageMarkdown } from '../../src/page/markdown.ts';
import type { PageResult } from '../../src/page/result.ts';
import { pageTables } from '../../src/page/tables.ts';
import { agreed, session, settings, size, started, timed, wholeSession } from './results.ts';

const lost = { kind: 'failure', session, size, error: 'DeviceLostError', message: 'gone' } as const;

describe('tables', () => {
  test('medians, ranges, ratios and bytes of the design', () => {
    const [check, table] = pageTables(wholeSession, 9);
    expect(check).toMatchObject({
      title: 'Against the float64 reference, 16x20x24',
      rows: [['fused, loss + gradient', '-0.5000000', '-0.5000000', '0', '2.0e-7', 'equal']],
    });
    expect(table).toEqual({
      title: '10x10x10, window 9',
      head: [
        '',
        'ms',
        'range',
        'naive / this',
        'GB/s by design bytes',
        'evaluations a round',
        'loss',
        'loss apart',
        'gradient apart',
      ],
      rows: [
        // 44 bytes × 1000 voxels in 2 ms.
        ['fused, loss + gradient', '2.00', '1.00–3.00', '4.00', '0.0220', '4', '-0.5000000', '–', '–'],
        ['naive separable, loss + gradient', '8.00', '7.00–9.00', '1.00', '–', '4', '-0.5000000', '0', '2.0e-7'],
      ],
      notes: ['Compared with fused, loss + gradient.'],
    });
  });

  test('what is not equal, failed or was left out has no time, and says why', () => {
    const results: PageResult[] = [
      started(),
      { ...lost, contender: 'tfjs-separable', error: 'LeftOut', message: 'it is too large' },
      agreed('fused-loss', { lossError: 0.25, agrees: false, loss: null }),
      { ...lost, contender: 'naive', error: 'DeviceMemoryError', message: 'none left' },
    ];
    const [table] = pageTables(results, 9);
    expect(table!.rows.map((row) => row.slice(0, 4))).toEqual([
      ['fused, loss', 'not equal', '–', '–'],
      ['naive separable, loss + gradient', 'failed', '–', '–'],
      ['TensorFlow.js separable, loss + gradient', 'left out', '–', '–'],
    ]);
    expect(table!.rows[0]!.slice(6)).toEqual(['not finite', '2.5e-1', '2.0e-7']);
    expect(table!.notes).toEqual([
      'Compared with fused, loss + gradient.',
      'What is not equal is not timed.',
      'naive separable, loss + gradient: DeviceMemoryError: none left.',
      'TensorFlow.js separable, loss + gradient: left out, it is too large.',
    ]);
  });

  test('a page out of sight, and a contender alone', () => {
    const results = [started(), agreed('fused'), { ...timed('fused', [1]), hidden: true }];
    expect(pageTables(results, 9)[0]!.notes).toEqual([
      'Nothing was there to compare with.',
      'The page was out of sight for a while: times may be too long.',
    ]);
  });

  test.each([
    [1234.5, '1235'],
    [0.0123456, '0.0123'],
    [99.96, '100'],
    [5, '5.00'],
    [0, '0'],
    [undefined, '–'],
  ])('%d as %s', (value, text) => {
    expect(significant(value)).toBe(text);
  });
});

describe('Markdown', () => {
  test('facts, tables and a row for the README', () => {
    const text = pageMarkdown([started({ name: 'Rocket 9' }), ...wholeSession.slice(1)], settings);
    expect(text).toContain('- GPU: Rocket 9\n- Adapter: acme rocket\n');
    expect(text).toContain('- Measured: window 9, medians of 3 rounds that take all in turn\n- Commit: c0ffee\n');
    expect(text).toContain('| fused, loss + gradient | 2.00 | 1.00–3.00 | 4.00 | 0.0220 | 4 | -0.5000000 | – | – |');
    expect(text).toContain('| Rocket 9, Chrome 140 | 10x10x10 | – | 2.00 | 4.00 | – | c0ffee |');
    expect(text).toContain('They are no timers of kernels');
  });

  test('a software adapter is marked, in the row too', () => {
    const text = pageMarkdown([started({ software: true }), ...wholeSession.slice(1)], settings);
    expect(text).toContain('- Adapter: acme rocket (a software adapter, no GPU: these times say nothing about one)');
    expect(text).toContain('| acme rocket, software, Chrome 140 | 10x10x10 |');
  });

  test('a size that a lost device ended stands beside those that were finished', () => {
    const text = pageMarkdown([...wholeSession, { ...lost, size: [64, 64, 64] }], settings);
    expect(text).toContain('## Not measured\n\n- 64x64x64: DeviceLostError: gone');
    expect(text).toContain('## 10x10x10, window 9');
  });

  test('texts of a browser are no markup', () => {
    const name = '](javascript:x) | <img src=x> `code` **bold**';
    const text = pageMarkdown([started({ name }), ...wholeSession.slice(1)], settings);
    expect(text).not.toMatch(/<img|[^\\]\]\(|[^\\]`|[^\\*\n]\*\*/);
    const [row] = text.split('\n').filter((line) => line.includes('10x10x10 |'));
    expect(row!.match(/(?<!\\)\|/g)!.length).toBe(8);
  });
});

describe('lines of the terminal', () => {
  test.each([
    [started({ software: true }), `Session ${session}: acme rocket; a software adapter, no GPU`],
    [
      agreed('naive'),
      '10x10x10 naive separable, loss + gradient: equals fused, loss + gradient (loss 0, gradient 2.0e-7',
    ],
    [agreed('naive', { agrees: false, against: 'reference' }), 'does NOT equal the float64 reference'],
    [agreed('fused'), '10x10x10 fused, loss + gradient: the others are compared with it'],
    [timed('naive', [8, 9, 7]), '10x10x10 naive separable, loss + gradient: 8.00 ms (7.00–9.00)'],
    [lost, '10x10x10: DeviceLostError: gone'],
    [{ kind: 'end', session, complete: false } as const, 'The session was stopped.'],
  ])('%#', (result, text) => {
    expect(describeResult(result)).toContain(text);
  });
});
