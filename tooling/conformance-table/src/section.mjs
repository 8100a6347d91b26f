const [start, end] = ['<!-- conformance:start, written by `npm run conformance` -->', '<!-- conformance:end -->'];

/** @param {string} text @returns {[number, number]} where the section begins and ends. @throws {Error} without the two marks. */
function placeOf(text) {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`The README needs the two marks ${start} and ${end}.`);
  return [from + start.length, to];
}

/** @param {string} text of the README @returns {string} what stands between the marks. */
export const readSection = (text) => text.slice(...placeOf(text)).trim();

/** @param {string} text of the README @param {string} section @returns {string} the README with another section. */
export function writeSection(text, section) {
  const [from, to] = placeOf(text);
  return `${text.slice(0, from)}\n\n${section}\n\n${text.slice(to)}`;
}

/**
 * The names of the rows, the section without the two last cells of its rows, and those by name: measured errors differ
 * from processor to processor.
 *
 * @param {string} section
 * @returns {{ names: string[], lasting: string, errors: Map<string, number[]> }}
 */
export function compared(section) {
  const lines = section.split('\n');
  const isRow = (/** @type {string} */ line) => line.startsWith('| ') && !/^\| (runtime|-)/.test(line);
  const cells = (/** @type {string} */ line) =>
    line
      .slice(2, -2)
      .split('|')
      .map((cell) => cell.trim());
  const rows = lines.filter(isRow).map(cells);
  return {
    names: rows.map(([name = '']) => name),
    errors: new Map(rows.map((row) => [row[0] ?? '', row.slice(-2).map(Number)])),
    lasting: lines.map((line) => (isRow(line) ? cells(line).slice(0, -2).join(' | ') : line)).join('\n'),
  };
}

/** How far a measured error may be above the printed one, for another processor's rounding. */
const margin = 10;

/**
 * @param {Map<string, number[]>} printed
 * @param {Map<string, number[]>} measured
 * @returns {string[]} the rows whose errors have grown by more than processors differ in.
 */
export const grownErrors = (printed, measured) =>
  [...measured].flatMap(([name, errors]) =>
    errors.some((error, index) => error > margin * (printed.get(name)?.[index] ?? Number.POSITIVE_INFINITY))
      ? [name]
      : [],
  );
