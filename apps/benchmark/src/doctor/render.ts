import { formatShape } from '../data/volume.ts';
import type { Diagnosis, EngineRow } from './diagnosis.ts';
import { oldestNode } from './inspect-machine.ts';
import { createLayout, type Layout, type Mark } from './layout.ts';
import type { TrainingTime } from './predict-time.ts';
import { inGibibytes, inHours } from './units.ts';

/** The diagnosis as text of at most so many columns. */
export function renderDiagnosis(
  diagnosis: Diagnosis,
  options: { readonly columns: number; readonly colors: boolean },
): string {
  const layout = createLayout(options);
  const { settings } = diagnosis;
  layout.say(`Profile ${settings.profile}, ${formatShape(settings.size)}, ${settings.networks.join(', ')}`);
  renderMachine(diagnosis, layout);
  renderEngines(diagnosis, layout);
  renderMemory(diagnosis, layout);
  renderTime(diagnosis, layout);
  renderVerdict(diagnosis, layout);
  return layout.text();
}

function renderMachine({ machine, disk }: Diagnosis, { title, row }: Layout): void {
  const { node, nodeSupported, processor, cores, load, availableBytes, memoryBytes, memoryLimitBytes } = machine;
  const needed = disk.dataset + disk.states;
  title('Machine');
  row(nodeSupported ? 'ok' : 'bad', 'Node', `${node} (${oldestNode.join('.')} or newer), ${machine.system}`);
  row('ok', 'Processor', `${processor}, ${cores} cores, load ${load.toFixed(1)}`);
  for (const card of machine.graphicsCards) {
    row('ok', 'GPU', `${card.name}, ${inGibibytes(card.freeBytes)} free, driver ${card.driver}`);
  }
  const limit = memoryLimitBytes === undefined ? '' : `, limited to ${inGibibytes(memoryLimitBytes)}`;
  row('ok', 'Memory', `${inGibibytes(availableBytes)} free of ${inGibibytes(memoryBytes)}${limit}`);
  row(
    needed > machine.diskFreeBytes ? 'bad' : 'ok',
    'Disk',
    `${inGibibytes(machine.diskFreeBytes)} free in ${machine.diskFolder}; the run writes ${inGibibytes(needed)} (images ${inGibibytes(disk.dataset)}; training states ${inGibibytes(disk.states)})`,
  );
}

function renderEngines({ engines }: Diagnosis, { title, row }: Layout): void {
  title('Engines (* in this run)');
  for (const engine of engines) {
    const name = `${engine.name}${engine.role === 'needed' ? ' *' : ''}`;
    row(markOf(engine), name, engine.works ? factsOf(engine) : missingOf(engine));
  }
}

/** Longer reasons are in the JSON. */
const reasonLength = 90;

function missingOf({ needs, failure = '' }: EngineRow): string {
  const reason = failure.length > reasonLength ? `${failure.slice(0, reasonLength).trimEnd()} …` : failure;
  return `needs ${needs}. It said: ${reason}`;
}

const markOf = ({ works, role }: EngineRow): Mark => (works ? 'ok' : role === 'needed' ? 'bad' : 'none');

function factsOf({ version, device, threads, simd, software, libraries }: EngineRow): string {
  const others = Object.entries(libraries ?? {}).map(([name, installed]) => `${name} ${installed}`);
  return [
    version,
    ...others,
    software ? `${device} (software, not a GPU)` : device,
    threads === undefined ? undefined : `${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    simd === undefined ? undefined : simd ? 'SIMD' : 'no SIMD',
  ]
    .filter((fact) => fact !== undefined)
    .join(', ');
}

function renderMemory({ memory, memoryError }: Diagnosis, { title, row, say }: Layout): void {
  if (memory.length === 0) return;
  title('Memory of a training, predicted');
  const places = [...new Set(memory.map(({ network, size }) => `${network} ${formatShape(size)}`))];
  for (const place of places) {
    const rows = memory.filter(({ network, size }) => `${network} ${formatShape(size)}` === place);
    const isBad = rows.some(({ chosen, fits }) => chosen && fits === false);
    const isMore = rows.some(({ fits }) => fits !== true);
    const cells = rows.map(({ engine, predictedBytes, fits, fittingSize }) => {
      if (predictedBytes === undefined) return `${engine}: no such size`;
      const smaller = fittingSize === undefined ? 'no size fits' : `${formatShape(fittingSize)} would`;
      return `${engine} ${inGibibytes(predictedBytes)}${fits ? '' : `, does not fit (${smaller})`}`;
    });
    row(isBad ? 'bad' : isMore ? 'none' : 'ok', `${place}${rows[0]?.chosen ? ' *' : ''}`, cells.join('; '));
  }
  say(
    `Predictions were ${memoryError.lowest} to ${memoryError.highest} times what was measured on processors; a graphics card's memory is not predicted.`,
  );
}

function renderTime({ time, settings }: Diagnosis, { title, row, say }: Layout): void {
  title('Time of the run, estimated');
  if (time === undefined) {
    say('Not estimated: no step was timed. Without --no-calibration, engines that train time a few.');
    return;
  }
  for (const { network, seconds, trainings } of time.networks) {
    row('ok', network, `${inHours(seconds)} (${stepsOf(trainings)})`);
  }
  row('ok', 'losses', inHours(time.lossSeconds));
  row('ok', 'total', `${inHours(time.totalSeconds)} (epochs: ${settings.epochs}, pairs of each: ${settings.pairs})`);
  if (time.unknown.length > 0) say(`Not timed, and in no figure: ${time.unknown.join(', ')}.`);
  say(
    `From ${time.calibration.networks.join(' and ')} at ${formatShape(time.calibration.size)}, scaled by each network's products and the elements it reads and writes. An estimate, as busy as the machine was: ${time.error.lowest} to ${time.error.highest} times what it takes.`,
  );
}

/** Seconds a step, from the fastest to the slowest contender of each engine. */
function stepsOf(trainings: readonly TrainingTime[]): string {
  const engineOf = ({ contender }: TrainingTime) => contender.slice(0, contender.indexOf('/'));
  const ranges = [...new Set(trainings.map(engineOf))].map((engine) => {
    const seconds = trainings
      .filter((training) => engineOf(training) === engine)
      .map((training) => training.stepSeconds);
    const [least, most] = [Math.min(...seconds), Math.max(...seconds)].map((value) => value.toFixed(1));
    return `${engine} ${least === most ? least : `${least} to ${most}`} s a step`;
  });
  return ranges.join(', ');
}

function renderVerdict({ ready, problems, warnings }: Diagnosis, { title, row }: Layout): void {
  title(ready ? 'This profile can run here.' : 'This profile cannot run here:');
  for (const problem of problems) row('bad', '', problem);
  for (const warning of warnings) row('none', '', warning);
}
