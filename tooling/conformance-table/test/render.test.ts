import type { ConformanceReport } from '@fast-lncc/conformance';
import { expect, test } from 'vitest';
import { renderSection } from '../src/render.mjs';

const found: ConformanceReport[] = [
  {
    name: 'tfjs (cpu)',
    precision: 'float32',
    algorithms: [
      { algorithm: 'sequential', passed: 366, loss: 1.21e-6, gradient: 2e-5 },
      { algorithm: 'banded', passed: 365, loss: 9.6e-7, gradient: 1e-6 },
    ],
    knownGaps: { 'cases/nan': 'max drops NaN' },
  },
  {
    name: 'reference',
    precision: 'float64',
    algorithms: [{ algorithm: 'separable', passed: 378, loss: 9.61e-10, gradient: 0 }],
    knownGaps: {},
  },
];

test('a row per backend, by name: what passed, and errors rounded up to one digit', () => {
  const [header, rule, ...rows] = renderSection(found, {}).split('\n');
  const cells = (line = '') =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1);
  expect(cells(header)).toEqual([
    'runtime',
    'precision',
    '`sequential` (1)',
    '`grouped` (2)',
    '`separable`',
    '`pooled`',
    '`banded`',
    '`fused`',
    'error of the loss',
    'gradient',
  ]);
  expect(rule).toMatch(/^\| -+ \| -+ \| -+: /);
  expect(cells(rows[0])).toEqual(['reference', 'float64', '–', '–', '378', '–', '–', '–', '1e-9', '0']);
  expect(cells(rows[1])).toEqual(['tfjs (cpu)', 'float32', '366', '–', '–', '–', '365', '–', '2e-6', '2e-5']);
});

test('gaps with their reasons, and what has never run', () => {
  const section = renderSection(found, { 'tfjs-node-gpu': 'no GPU was there' });
  expect(section).toContain('Known gaps:\n\n- tfjs (cpu), `cases/nan`: max drops NaN');
  expect(section).toContain('- tfjs-node-gpu: no GPU was there.');
  expect(renderSection([found[1]!], {})).toContain('Known gaps: none.');
});
