import { voxelmorphNetwork } from '@fast-lncc/networks';
import { beforeAll } from 'vitest';
import { useBackend } from '../backend.ts';
import { checkRecompute } from './check-recompute.ts';

beforeAll(() => useBackend('cpu'));

checkRecompute('cpu', voxelmorphNetwork('tiny', { encoder: [4], decoder: [4], extra: [4] }), [6, 8, 10]);
