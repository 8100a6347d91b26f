import { beforeAll } from 'vitest';
import { useBackend } from '../backend.ts';
import { checkVerbs } from './check-verbs.ts';

beforeAll(() => useBackend('cpu'));

checkVerbs('cpu');
