import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDataError } from '@fast-lncc/core';
import { describe, expect, test } from 'vitest';
import { describeMachine } from '../src/results/machine.ts';
import type { Measurement } from '../src/results/measurement.ts';
import { openMeasurementLog, readMeasurements } from '../src/results/measurement-log.ts';
import { createRunFolder, readRunDescription, runFolderAt, writeRunDescription } from '../src/results/run-folder.ts';
import { writeAtomically } from '../src/results/write-atomically.ts';
import { temporaryFolder } from './files.ts';
import { tinyDescription } from './settings.ts';

const sample = (milliseconds: number): Measurement => ({
  kind: 'loss',
  contender: 'onnxruntime/separable',
  mode: 'forward',
  shape: [16, 16, 16],
  round: 1,
  milliseconds,
});

const nothing = { ignoredLines: 0, damagedLines: 0, supersededLines: 0 };

describe('the measurement log', () => {
  test('every line is on the disk when append returns', () => {
    const path = join(temporaryFolder(), 'measurements.jsonl');
    const log = openMeasurementLog(path);
    for (const milliseconds of [1, 2, 3]) {
      log.append(sample(milliseconds));
      expect(readMeasurements(path).measurements.at(-1)).toEqual(sample(milliseconds));
    }
    log.close();
    expect(readMeasurements(path)).toEqual({ measurements: [sample(1), sample(2), sample(3)], ...nothing });
  });

  test('a torn last line is ignored, and a line appended later is whole', () => {
    const path = join(temporaryFolder(), 'measurements.jsonl');
    const text = `${JSON.stringify(sample(1))}\n${JSON.stringify(sample(2)).slice(0, 40)}`;
    writeFileSync(path, text);
    expect(readMeasurements(path)).toEqual({ measurements: [sample(1)], ...nothing, ignoredLines: 1 });
    const log = openMeasurementLog(path);
    log.append(sample(3));
    log.close();
    expect(readMeasurements(path)).toEqual({ measurements: [sample(1), sample(3)], ...nothing, ignoredLines: 1 });
  });

  test('lines that are something else are counted, not used', () => {
    const path = join(temporaryFolder(), 'measurements.jsonl');
    appendFileSync(path, '{"kind":"weather"}\n42\nnull\n\n{"kind":"loss","contender":"a/b"}\n');
    expect(readMeasurements(path)).toEqual({ measurements: [], ...nothing, ignoredLines: 4 });
    expect(readMeasurements('/nowhere/measurements.jsonl')).toEqual({ measurements: [], ...nothing });
  });
});

describe('the run folder', () => {
  test('is fresh every time, even within a second', () => {
    const parent = join(temporaryFolder(), 'results');
    const at = new Date('2026-01-31T12:34:56.789Z');
    expect(createRunFolder(parent, 'run', at).path).toBe(join(parent, '2026-01-31-12-34-56-run'));
    expect(createRunFolder(parent, 'run', at).path).toBe(join(parent, '2026-01-31-12-34-56-run-2'));
    expect(createRunFolder(parent, 'run', at).path).toBe(join(parent, '2026-01-31-12-34-56-run-3'));
  });

  test('that cannot be made names the way out', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => createRunFolder(file, 'run', new Date())).toThrowError(InvalidDataError);
    expect(() => createRunFolder(file, 'run', new Date())).toThrowError(/--output/);
  });

  test('keeps its description; another folder is refused', () => {
    const folder = runFolderAt(temporaryFolder());
    writeRunDescription(folder, tinyDescription);
    expect(readRunDescription(folder)).toEqual(tinyDescription);
    expect(() => readRunDescription(runFolderAt('/nowhere'))).toThrowError(/not the folder of a benchmark run/);
  });

  test('files are replaced whole and leave nothing beside them', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'report.md');
    writeAtomically(path, 'first');
    writeAtomically(path, 'second');
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['report.md']);
    expect(() => writeAtomically(join(folder, 'missing', 'report.md'), '')).toThrowError(/ENOENT/);
    expect(existsSync(path)).toBe(true);
  });
});

test('the machine is described', () => {
  const machine = describeMachine();
  expect(machine.cores).toBeGreaterThan(0);
  expect(machine.memoryBytes).toBeGreaterThan(2 ** 20);
  expect(machine.node).toBe(process.version);
  expect(machine.packages['onnxruntime-node']).toMatch(/^\d+\.\d+\.\d+/);
  expect(machine.packages['@fast-lncc/core']).toMatch(/^\d+\.\d+\.\d+/);
});
