import { runPieces } from '@fast-lncc/conformance/training';
import { beforeAll, describe, test } from 'vitest';
import { useBackend } from '../backend.ts';
import { runPiece } from './piece-driver.ts';

beforeAll(() => useBackend('cpu'));

runPieces({ describe, test, name: 'tfjs (cpu)', run: runPiece });
