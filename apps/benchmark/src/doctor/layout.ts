/** How a row stands: good, in the way, or neither. */
export type Mark = 'ok' | 'bad' | 'none';

/** Writes titled rows into columns, or below each other where there is no room. */
export interface Layout {
  readonly title: (text: string) => void;
  readonly row: (mark: Mark, name: string, text: string) => void;
  readonly say: (text: string) => void;
  readonly text: () => string;
}

const signs = { ok: 'ok', bad: 'NO', none: '--' } as const;
const colors = { ok: 32, bad: 31, none: 33 } as const;
const bold = 1;
const nameColumns = 20;
/** Below so many columns a row's text stands under its name. */
const leastForColumns = 72;

export function createLayout(options: { readonly columns: number; readonly colors: boolean }): Layout {
  const lines: string[] = [];
  const paint = (text: string, code: number) => (options.colors ? `\u001b[${code}m${text}\u001b[0m` : text);
  const title = (text: string) => {
    const wrapped = wrap(text, options.columns).map((line) => paint(line, bold));
    lines.push('', ...wrapped);
  };
  const row = (mark: Mark, name: string, text: string) => {
    const sign = paint(signs[mark], colors[mark]);
    const isNarrow = options.columns < leastForColumns;
    const indent = 3 + (name === '' ? 0 : isNarrow ? 2 : nameColumns + 1);
    const [first = '', ...rest] = wrap(text, options.columns - indent);
    const hanging = rest.map((line) => ' '.repeat(indent) + line);
    if (name === '') lines.push(`${sign} ${first}`, ...hanging);
    else if (isNarrow || name.length > nameColumns) {
      lines.push(`${sign} ${name}`, ...[first, ...rest].map((line) => ' '.repeat(indent) + line));
    } else lines.push(`${sign} ${name.padEnd(nameColumns)} ${first}`, ...hanging);
  };
  const say = (text: string) => void lines.push(...wrap(text, options.columns));
  return { title, row, say, text: () => `${lines.join('\n')}\n` };
}

/** Lines of at most so many columns, broken at spaces; a word that is longer is cut. */
export function wrap(text: string, columns: number): string[] {
  const width = Math.max(1, columns);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((whole) => cut(whole, width))) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

const cut = (word: string, width: number): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(word.length / width)) }, (_, index) =>
    word.slice(index * width, (index + 1) * width),
  );
