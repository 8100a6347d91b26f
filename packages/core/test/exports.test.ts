import { expect, test } from 'vitest';
import * as core from '../src/index.ts';
import * as presets from '../src/presets/index.ts';

test('the package exports these values and no others', () => {
  expect(Object.keys(core).sort()).toEqual([
    'InvalidDataError',
    'InvalidWindowError',
    'LnccError',
    'MissingRuntimeError',
    'ShapeMismatchError',
    'StorageError',
    'UnsupportedOptionError',
    'adjoint',
    'assertKnownKeys',
    'assertLength',
    'assertMask',
    'bandMatrix',
    'countField',
    'createKernelWindow',
    'createWindow',
    'definitionKeys',
    'denseWeights',
    'evaluateReference',
    'formatShape',
    'forward',
    'forwardFixed',
    'oneOf',
    'presets',
    'resolveDefinition',
    'restore',
    'sizeOf',
    'splitShape',
  ]);
});

test('the presets are also a subpath of their own', () => {
  expect(core.presets).toEqual(presets);
});
