import { beforeAll } from 'vitest';
import { useBackend } from '../backend.ts';
import { checkTransformerVerbs } from './check-transformer-verbs.ts';
import { checkWindowAttention } from './check-window-attention.ts';

beforeAll(() => useBackend('cpu'));

checkTransformerVerbs('cpu');
checkWindowAttention('cpu');
