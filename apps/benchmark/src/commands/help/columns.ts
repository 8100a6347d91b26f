import type { CommandOutput } from '../context.ts';

const widest = 79;
const narrowest = 40;

/** Columns to write in: those of the terminal where there is one, from 40 to 79. */
export const columnsOf = ({ columns }: Pick<CommandOutput, 'columns'>): number =>
  Math.min(widest, Math.max(narrowest, columns ?? widest));
