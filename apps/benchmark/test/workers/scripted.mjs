// A child that measures nothing: it answers each job of a run with made-up figures. One contender crashes when its loss is
// timed, one disagrees with the reference; one crashes when it trains VM-2, one trains it with losses of its own.
import { createInterface } from 'node:readline';

const emit = (measurement) => process.stdout.write(`${JSON.stringify({ type: 'measurement', measurement })}\n`);

createInterface({ input: process.stdin }).once('line', (line) => {
  const { task, contender, network, round, settings } = JSON.parse(line);
  const shape = settings.size;
  if (task === 'agreement') {
    const agrees = !contender.endsWith('/pooled');
    const gradient = { gradientCosine: agrees ? 1 : 0.5, gradientError: 1e-6 };
    const algorithm = contender.split('/')[1];
    emit({
      kind: task,
      contender,
      epoch: 0,
      algorithm,
      loss: -0.2,
      referenceLoss: -0.2,
      lossError: 0,
      ...gradient,
      tolerance: 1e-4,
      agrees,
    });
  }
  if (task === 'loss') {
    if (contender.endsWith('/grouped')) process.exit(7);
    for (const mode of ['forward', 'gradient']) emit({ kind: 'loss', contender, mode, shape, round, milliseconds: 10 });
  }
  if (task === 'training') {
    if (network === 'vm2' && contender.endsWith('/banded')) process.exit(8);
    const off = network === 'vm2' && contender.endsWith('/separable') ? 0.01 : 0;
    for (let step = 0; step <= settings.pairs; step++) {
      emit({
        kind: 'step',
        contender,
        network,
        shape,
        epoch: round,
        step,
        pair: 0,
        loadMilliseconds: 1,
        learningRate: 1e-4,
        milliseconds: 100,
        loss: -0.2 + off,
        similarity: -0.2,
        smoothness: 0,
      });
    }
  }
  if (task === 'loss' || task === 'training')
    emit({ kind: 'memory', contender, task, network, round, peakBytes: 2 ** 20 });
  process.stdout.write('{"type":"done"}\n', () => process.exit(0));
});
