import { readFileSync } from 'node:fs';

/** A tensor of a golden file, C order. */
export interface Golden {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** A building block's golden values, computed by the published code in float64. */
export const readPiece = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../conformance/golden/networks/pieces/${name}.json`, import.meta.url), 'utf8'),
  );
