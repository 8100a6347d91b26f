/** Every exit code of the program, apart from those of signals, with what it tells. */
export const exitCodes = {
  success: { code: 0, meaning: 'everything was measured; doctor: the chosen profile can run here' },
  failure: { code: 1, meaning: 'a contender failed or disagreed, or something that was needed is missing' },
  badInput: { code: 2, meaning: 'an option or a file cannot be used; the message says what can' },
  storage: { code: 3, meaning: 'results cannot be stored: the disk is full, or the folder is in use' },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly meaning: string }>>;

/** Codes and meanings as tables list them, with those of signals. */
export const exitCodeRows: readonly (readonly [code: string, meaning: string])[] = [
  ...Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning] as const),
  ['130', 'Ctrl-C: what was measured is kept; other signals: 128 and their number'],
];
