import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as fused from '../src/fused/index.ts';
import * as fusedWebgpu from '../src/fused-webgpu/index.ts';
import * as api from '../src/index.ts';
import * as training from '../src/training/index.ts';

test('the package exports exactly its public functions', () => {
  expect(Object.keys(api).sort()).toEqual(['chooseAlgorithm', 'lncc', 'prepareFixed']);
});

test('the entries of the fused kernels export what gives their memory back', () => {
  expect(Object.keys(fused)).toEqual(['releaseFused']);
  expect(Object.keys(fusedWebgpu)).toEqual(['releaseFusedWebgpu']);
});

test('the entry of training exports the trainer, its optimizer, its layers and the ways to keep weights', () => {
  expect(Object.keys(training).sort()).toEqual([
    'AmsgradOptimizer',
    'InsufficientMemoryError',
    'add',
    'averagePool',
    'convolution',
    'createTensorLayers',
    'createTrainer',
    'dropPath',
    'gelu',
    'instanceNorm',
    'layerNorm',
    'linear',
    'loadWeights',
    'mergePatches',
    'parametricRelu',
    'patchConvolution',
    'residualConvolutions',
    'saveWeights',
    'scaleChannels',
    'softsign',
    'squaredDifferences',
    'tensorLayers',
    'transposedConvolution',
    'upsampleConvolution',
    'upsampleNearest',
    'upsampleTrilinear',
    'warp',
    'windowAttention',
  ]);
});

test('the only peer that has to be there is tfjs-core, and only the entries of the fused kernels have a side effect', async () => {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const needed = Object.keys(manifest.peerDependencies).filter(
    (name) => !manifest.peerDependenciesMeta[name]?.optional,
  );
  expect(needed).toEqual(['@tensorflow/tfjs-core']);
  expect(Object.keys(manifest.dependencies)).toEqual(['@fast-lncc/core', '@fast-lncc/networks']);
  expect(manifest.sideEffects).toEqual([
    './src/fused/index.ts',
    './src/fused-webgpu/index.ts',
    './dist/fused/index.js',
    './dist/fused-webgpu/index.js',
  ]);
});
