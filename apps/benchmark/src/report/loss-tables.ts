import type { Report } from './build-report.ts';
import { groupBy } from './group-by.ts';
import type { LossRow } from './loss-rows.ts';
import { algorithmName, engineOf } from './names.ts';
import type { Summary } from './statistics.ts';
import { absent, fixed, type Table } from './table.ts';

const wasmNote =
  'Engine wasm has no Algorithm 1: it is compared with that on ONNX Runtime. Its "fused" has images and gradient in its own memory, "fused-copied" copies them with every evaluation.';

/** One table per grid. */
export function lossTables({ loss, settings }: Report): Table[] {
  return [...groupBy(loss, ({ grid }) => grid)].map(([grid, rows]) => ({
    title: `The loss alone, milliseconds (${grid}, window ${settings.window})`,
    head: ['contender', 'forward', '+ gradient', 'min–max', 'faster', 'peak MiB'],
    rows: rows.map(lossCells),
    notes: [
      'Medians. "+ gradient" is the loss and its gradient to the moving image; "faster" compares it with Algorithm 1 on the same engine.',
      ...(rows.some(({ contender, timesFaster }) => engineOf(contender) === 'wasm' && timesFaster) ? [wasmNote] : []),
    ],
  }));
}

function lossCells({ contender, forward, gradient, timesFaster, peakBytes }: LossRow): string[] {
  return [
    `${engineOf(contender)} ${algorithmName(contender)}`,
    fixed(forward?.median, 1),
    fixed(gradient?.median, 1),
    range(gradient),
    timesFaster === undefined ? absent : `${timesFaster.toFixed(2)}×`,
    peakBytes === undefined ? absent : (peakBytes / 2 ** 20).toFixed(0),
  ];
}

function range(summary: Summary | undefined): string {
  return summary ? `${summary.minimum.toFixed(1)}–${summary.maximum.toFixed(1)}` : absent;
}
