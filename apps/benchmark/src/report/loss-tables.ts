import type { Report } from './build-report.ts';
import { groupBy } from './group-by.ts';
import type { LossRow } from './loss-rows.ts';
import { algorithmName, engineOf } from './names.ts';
import { absent, fixed, range, type Table } from './table.ts';

const wasmNote =
  'Engine wasm has no Algorithm 1: it is compared with that on ONNX Runtime. Its "fused" has images and gradient in its own memory, "fused-copied" copies them with every evaluation.';

/** One table per grid. */
export function lossTables({ loss, settings, bandwidth }: Report): Table[] {
  return [...groupBy(loss, ({ grid }) => grid)].map(([grid, rows]) => {
    const limit = rows.find(({ limitMilliseconds }) => limitMilliseconds !== undefined)?.limitMilliseconds;
    const hasLimit = limit !== undefined && bandwidth !== undefined;
    return {
      title: `The loss alone, milliseconds (${grid}, window ${settings.window})`,
      head: ['contender', 'forward', '+ gradient', 'min–max', 'faster', ...(hasLimit ? ['× limit'] : [])],
      rows: rows.map((row) => lossCells(row, hasLimit)),
      notes: [
        'Medians. "+ gradient" is the loss and its gradient to the moving image; "faster" compares it with Algorithm 1 on the same engine.',
        ...(hasLimit
          ? [
              `"× limit" is how many times longer it takes than the ${limit.toPrecision(2)} ms in which this machine’s memory (${(bandwidth.bytesPerSecond / 1e9).toFixed(1)} GB/s, a copy on ${bandwidth.threads} threads, read and written bytes) can move 12 bytes per voxel: two float32 images read once, one gradient written, everything between kept in caches. Images that fit a cache may stay below it.`,
            ]
          : []),
        ...(rows.some(({ contender, timesFaster }) => engineOf(contender) === 'wasm' && timesFaster) ? [wasmNote] : []),
      ],
    };
  });
}

function lossCells({ contender, forward, gradient, timesFaster, timesLimit }: LossRow, hasLimit: boolean) {
  return [
    `${engineOf(contender)} ${algorithmName(contender)}`,
    fixed(forward?.median, 1),
    fixed(gradient?.median, 1),
    gradient ? range({ low: gradient.minimum, high: gradient.maximum }, 1) : absent,
    timesFaster === undefined ? absent : `${timesFaster.toFixed(2)}×`,
    ...(hasLimit ? [fixed(timesLimit, timesLimit !== undefined && timesLimit < 100 ? 1 : 0)] : []),
  ];
}
