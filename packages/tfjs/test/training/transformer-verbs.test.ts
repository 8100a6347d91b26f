import { beforeAll } from 'vitest';
import { useBackend } from '../backend.ts';
import { checkTransformerVerbs } from './check-transformer-verbs.ts';

beforeAll(() => useBackend('cpu'));

checkTransformerVerbs('cpu');
