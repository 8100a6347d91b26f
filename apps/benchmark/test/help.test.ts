import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { examples } from '../src/commands/help/examples.ts';
import { exitCodeRows, exitCodes } from '../src/exit-codes.ts';
import { call } from './command-line.ts';

const readme = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');

describe('help', () => {
  test.each(Object.keys(examples))('%s --help has examples and exit codes', async (name) => {
    const { code, output } = await call(name === 'benchmark' ? ['--help'] : [name, '--help']);
    expect(code).toBe(0);
    expect(output).toContain('Examples:\n  npm ');
    expect(output).toContain('Exit codes:\n  0    everything was measured');
    expect(output).toContain('130  Ctrl-C');
    expect(output).not.toContain('\u001b');
  });

  test.each([40, 60, 79])('of a terminal of %i columns', async (columns) => {
    const { output } = await call(['doctor', '--help'], undefined, undefined, columns);
    const options = output.slice(output.indexOf('Options:'), output.indexOf('Examples:'));
    for (const line of options.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
    expect(options).toContain('--no-calibration');
  });

  test('a typing error is told what was meant', async () => {
    const command = await call(['doctr']);
    expect(command).toMatchObject({ code: 2, output: '' });
    expect(command.errors).toMatch(/^error: unknown command 'doctr'\n\(Did you mean doctor\?\)/);
    const option = await call(['doctor', '--jsn']);
    expect(option.code).toBe(2);
    expect(option.errors).toContain('Did you mean --json?');
  });

  test('a value that cannot be used', async () => {
    const { code, errors } = await call(['doctor', '--profile', 'papr']);
    expect(code).toBe(2);
    expect(errors).toBe('UnsupportedOptionError: --profile "papr" is unknown. Choose from: quick, paper, full.\n');
  });
});

describe('exit codes', () => {
  test('are different, and in the README', () => {
    const codes = Object.values(exitCodes).map(({ code }) => code);
    expect(codes).toEqual([0, 1, 2, 3]);
    for (const [code, meaning] of exitCodeRows)
      expect(readme).toMatch(new RegExp(`\\| ${code} +\\| ${escaped(meaning)} +\\|`));
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
