import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { call } from './command-line.ts';
import { niftiBytes, temporaryFile, temporaryFolder } from './files.ts';

describe('bad input is one message and exit code 2', () => {
  test.each([
    { args: ['--size', '80x90x112'], message: 'UnsupportedOptionError: --size 80x90x112', also: '80x96x112' },
    { args: ['--size', 'big'], message: '--size big is not three whole numbers' },
    { args: ['--window', '8'], message: 'InvalidWindowError: --window 8 is not an odd', also: '9' },
    { args: ['--window', '-3'], message: '--window -3 is not an odd' },
    { args: ['--window', '4.5'], message: '--window 4.5 is not an odd' },
    { args: ['--pairs', '0'], message: '--pairs 0 is not a whole number from 1' },
    { args: ['--epochs', 'two'], message: '--epochs two is not a whole number' },
    { args: ['--seed', '-1'], message: '--seed -1 is not a whole number from 0' },
    { args: ['--threads', '0'], message: '--threads 0' },
    { args: ['--repetitions', '1.5'], message: '--repetitions 1.5' },
    { args: ['--algorithms', 'sequential,quick'], message: '--algorithms "quick" is unknown', also: 'separable' },
    { args: ['--engines', 'abacus'], message: '--engines "abacus" is unknown', also: 'onnxruntime' },
    { args: ['--algorithms', ','], message: '--algorithms is empty' },
    { args: ['--networks', 'vm1,vm9'], message: '--networks "vm9" is unknown', also: 'vm1, vm2' },
    { args: ['--networks', ' , '], message: '--networks is empty' },
    { args: ['--execution-provider', 'npu'], message: '--execution-provider npu is unknown', also: 'cuda' },
    { args: ['--moving', 'a.nii'], message: '--moving was given without --fixed' },
    { args: ['--data', 'a.nii', '--fixed', 'b.nii'], message: 'not both' },
    { args: ['--data', 'missing.nii.gz'], message: 'InvalidDataError: Cannot read', also: 'no such file' },
    { args: ['--data', 'scan.dcm'], message: 'not a file type that is read here', also: '.npz' },
    { args: ['report', 'missing'], message: 'not the folder of a benchmark run' },
    { args: ['report'], message: "missing required argument 'folder'" },
    { args: ['--sise', '16x16x16'], message: "unknown option '--sise'", also: '--size' },
    { args: ['run', 'scan.nii'], message: 'too many arguments' },
  ])('$args', async ({ args, message, also = '' }) => {
    const { code, output, errors, startFolder } = await call(args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(errors).toContain(also);
    expect(errors).not.toContain('    at ');
    expect(output).toBe('');
    expect(readdirSync(startFolder)).toEqual([]);
  });

  test('a truncated scan', async () => {
    const bytes = niftiBytes([1, 2, 3, 4], { dims: [3, 4, 1, 1] }).subarray(0, 356);
    const { code, errors } = await call(['--data', temporaryFile('cut.nii', bytes)]);
    expect(code).toBe(2);
    expect(errors).toMatch(/InvalidDataError: .*cut\.nii is truncated/);
  });

  test('an output that is not a folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taken'), '');
    const { code, errors } = await call(['--size', '16x16x16', '--output', 'taken'], folder);
    expect(code).toBe(2);
    expect(errors).toContain('Cannot make a results folder');
  });
});
