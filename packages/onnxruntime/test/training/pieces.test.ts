import { runPieces } from '@fast-lncc/conformance/training';
import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { createPieceRunner } from './run-piece.ts';

runPieces({ describe, test, name: 'onnxruntime (cpu)', run: createPieceRunner(ort) });
