import type { Command, Help } from 'commander';
import { wrap } from '../../doctor/layout.ts';
import { exitCodeRows } from '../../exit-codes.ts';
import type { CommandOutput } from '../context.ts';
import { columnsOf } from './columns.ts';
import { type Example, examples } from './examples.ts';

/** Below so many columns descriptions stand under what they describe. */
const leastForColumns = 76;
const indent = 4;

/** Help that fits the terminal, with examples and exit codes, for the program and every command of it. */
export function withHelp(program: Command, output: CommandOutput): Command {
  const columns = columnsOf(output);
  addTo(program, program.name(), columns);
  for (const [command, path] of commandsOf(program)) {
    addTo(command, path, columns).showHelpAfterError(`"${path} --help" lists what there is.`);
  }
  return program;
}

/** All commands under one, with the words that call them, such as `data prepare`. */
const commandsOf = (parent: Command, before: readonly string[] = []): (readonly [Command, string])[] =>
  parent.commands.flatMap((command) => {
    const path = [...before, command.name()];
    return [[command, path.join(' ')] as const, ...commandsOf(command, path)];
  });

function addTo(command: Command, path: string, columns: number): Command {
  const narrow = columns < leastForColumns ? { formatItem: stacked(columns) } : {};
  return command
    .configureHelp({ helpWidth: columns, ...narrow })
    .addHelpText('after', () => epilogue(examples[path] ?? [], columns));
}

function stacked(columns: number): Help['formatItem'] {
  return (term, _width, description) =>
    [`  ${term}`, ...(description === '' ? [] : indented(description, columns))].join('\n');
}

function epilogue(shown: readonly Example[], columns: number): string {
  const lines = shown.flatMap(([line, meaning]) => [`  ${line}`, ...indented(meaning, columns)]);
  const codes = exitCodeRows.flatMap(([code, meaning]) => {
    const [first = '', ...rest] = wrap(meaning, columns - 7);
    return [`  ${code.padEnd(4)} ${first}`, ...rest.map((more) => `       ${more}`)];
  });
  return ['', ...(lines.length === 0 ? [] : ['Examples:', ...lines, '']), 'Exit codes:', ...codes].join('\n');
}

const indented = (text: string, columns: number): string[] =>
  wrap(text, columns - indent).map((line) => ' '.repeat(indent) + line);
