/** @typedef {import('@fast-lncc/conformance').ConformanceReport} ConformanceReport */

/** The paper's two algorithms first; others, should there be any, behind these. */
const algorithmOrder = ['sequential', 'grouped', 'separable', 'pooled', 'banded', 'fused'];
const titles = /** @type {Readonly<Record<string, string>>} */ ({
  sequential: '`sequential` (1)',
  grouped: '`grouped` (2)',
});

/**
 * The section of the README: one row per backend that the suite has run on, its gaps, and what has never run.
 *
 * @param {readonly ConformanceReport[]} reports
 * @param {Readonly<Record<string, string>>} unmeasured reasons by name
 * @returns {string} Markdown, without a line break at its ends.
 */
export function renderSection(reports, unmeasured) {
  const rows = [...reports].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const algorithms = [
    ...algorithmOrder,
    ...new Set(rows.flatMap((row) => row.algorithms.map(({ algorithm }) => algorithm))),
  ].filter((algorithm, index, all) => all.indexOf(algorithm) === index);
  const table = [
    [
      'runtime',
      'precision',
      ...algorithms.map((name) => titles[name] ?? `\`${name}\``),
      'error of the loss',
      'gradient',
    ],
    ...rows.map((row) => rowOf(row, algorithms)),
  ];
  const gaps = rows.flatMap(({ name, knownGaps }) =>
    Object.entries(knownGaps).map(([key, reason]) => `- ${name}, \`${key}\`: ${reason}`),
  );
  const left = Object.entries(unmeasured).map(([name, reason]) => `- ${name}: ${reason}.`);
  return [
    drawTable(table),
    gaps.length === 0 ? 'Known gaps: none.' : `Known gaps:\n\n${gaps.join('\n')}`,
    `There, but never run:\n\n${left.join('\n')}`,
  ].join('\n\n');
}

/** @param {ConformanceReport} report @param {readonly string[]} algorithms */
function rowOf({ name, precision, algorithms: found }, algorithms) {
  const passed = algorithms.map((name) => found.find(({ algorithm }) => algorithm === name)?.passed);
  const bound = (/** @type {'loss' | 'gradient'} */ kind) => roundUp(Math.max(...found.map((each) => each[kind])));
  return [name, precision, ...passed.map((count) => `${count ?? '–'}`), bound('loss'), bound('gradient')];
}

/** The next number with one digit: what the error does not exceed. @param {number} value */
function roundUp(value) {
  if (value === 0) return '0';
  const exponent = Math.floor(Math.log10(value));
  // The division is off by a rounding where the value has one digit already.
  const digit = Math.ceil(value / 10 ** exponent - 1e-9);
  return digit === 10 ? `1e${exponent + 1}` : `${digit}e${exponent}`;
}

/** Padded as the formatter pads it. @param {readonly (readonly string[])[]} rows the first is the header */
function drawTable([header = [], ...rows]) {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => (row[column] ?? '').length)));
  const isNumber = (/** @type {number} */ column) => column > 1;
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => (isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(header), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
