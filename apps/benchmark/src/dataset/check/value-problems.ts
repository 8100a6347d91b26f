/** Why the values of an image cannot be used: not finite, or outside [0, 1]. */
export function imageProblems(values: Float32Array, path: string): string[] {
  const problems = valueProblems(values, path);
  const first = values.findIndex((value) => value < 0 || value > 1);
  if (first < 0) return problems;
  const count = values.reduce((sum, value) => sum + (value < 0 || value > 1 ? 1 : 0), 0);
  return [...problems, `${path} has ${count} values outside [0, 1], the first, ${values[first]}, at index ${first}.`];
}

export function valueProblems(values: Float32Array, path: string): string[] {
  const first = values.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return [];
  const count = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
  return [`${path} has ${count} values that are not finite, the first, ${values[first]}, at index ${first}.`];
}

/** Where the labels that occur are not those that the description lists. */
export function labelProblems(labels: Uint16Array, listed: readonly number[], path: string): string[] {
  const present = new Set(labels);
  const expected = new Set(listed);
  const extra = [...present].filter((value) => !expected.has(value)).sort((first, second) => first - second);
  const missing = listed.filter((value) => !present.has(value));
  return [
    ...(extra.length > 0 ? [`${path} holds the labels ${list(extra)}, which dataset.json does not list.`] : []),
    ...(missing.length > 0 ? [`${path} has no label ${list(missing)}, which dataset.json lists.`] : []),
  ];
}

const most = 10;
const list = (values: readonly number[]): string =>
  `${values.slice(0, most).join(', ')}${values.length > most ? ` and ${values.length - most} more` : ''}`;
