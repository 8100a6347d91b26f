import { InvalidDataError } from '@fast-lncc/core';
import { Ajv, type ValidateFunction } from 'ajv';
import { pageContenders } from './contenders.ts';
import type { PageResult } from './result.ts';

/** No control characters, which would act on a terminal, and none that turn the direction of a text. */
const text = (maxLength: number) => ({
  type: 'string',
  maxLength,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]*$',
});
const session = { type: 'string', pattern: '^[0-9a-f]{8}$' };
const contender = { enum: pageContenders.map(({ id }) => id) };
const extent = { type: 'integer', minimum: 1, maximum: 2 ** 16 };
const size = { type: 'array', items: [extent, extent, extent], minItems: 3, additionalItems: false };
const numberOrNull = { type: 'number', nullable: true };
const time = { type: 'number', minimum: 0 };

/** An object of exactly these keys; those that end in `?` may be missing. */
function only(keys: Record<string, object>) {
  const named = Object.entries(keys).map(([key, schema]) => [key.replace('?', ''), schema] as const);
  return {
    type: 'object',
    properties: Object.fromEntries(named),
    required: Object.keys(keys).filter((key) => !key.endsWith('?')),
    additionalProperties: false,
  };
}

const kinds = {
  session: {
    name: text(200),
    adapter: only({ vendor: text(200), architecture: text(200), device: text(200), description: text(500) }),
    software: { type: 'boolean' },
    browser: text(500),
  },
  agreement: {
    contender,
    size,
    against: { enum: ['reference', ...contender.enum] },
    loss: numberOrNull,
    expectedLoss: numberOrNull,
    lossError: numberOrNull,
    'gradientError?': numberOrNull,
    agrees: { type: 'boolean' },
  },
  time: {
    contender,
    size,
    evaluations: { type: 'integer', minimum: 1, maximum: 2 ** 16 },
    milliseconds: { type: 'array', items: time, minItems: 1, maxItems: 1000 },
    hidden: { type: 'boolean' },
  },
  failure: { size, 'contender?': contender, error: text(100), message: text(2000) },
  end: { complete: { type: 'boolean' } },
} as const satisfies Record<PageResult['kind'], Record<string, object>>;

const schema = {
  type: 'object',
  discriminator: { propertyName: 'kind' },
  properties: { kind: { type: 'string' } },
  required: ['kind'],
  oneOf: Object.entries(kinds).map(([kind, keys]) => only({ kind: { const: kind }, session, ...keys })),
};

let compiled: ValidateFunction<PageResult> | undefined;

/**
 * A result that a page has sent, or a line that was stored.
 *
 * @throws InvalidDataError for anything else, saying what is wrong with it.
 */
export function parseResult(value: unknown): PageResult {
  compiled ??= new Ajv({ discriminator: true }).compile<PageResult>(schema);
  const validate = compiled;
  if (validate(value)) return value;
  const [error] = validate.errors ?? [];
  throw new InvalidDataError(
    `This is no result of the page: ${error?.instancePath || 'it'} ${error?.message ?? 'is unknown'}.`,
  );
}
