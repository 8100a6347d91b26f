// A model of the time on real GPUs: no measurement. Per dispatch the largest of three bounds: bytes from memory over its
// bandwidth, bytes through workgroup memory over that of all units, and float operations over their rate. Everything is
// counted from the dispatches and the code as planned; the rates of the devices are those of their data sheets.
// Usage: node bench/model.mjs [D,H,W = 160,192,224] [window = 9]
const [size = '160,192,224', window = '9'] = process.argv.slice(2);
const [depth, height, width] = size.split(',').map(Number);
const taps = Number(window);
const reach = (taps - 1) / 2;
const voxels = depth * height * width;

// GB/s of memory, GB/s of workgroup memory over all units (128 bytes per clock and unit), GFLOP/s.
const devices = {
  'H100 SXM': { memory: 3350, workgroup: 132 * 128 * 1.7, flops: 33_000 },
  A40: { memory: 696, workgroup: 84 * 128 * 1.5, flops: 18_000 },
  'RTX 4070': { memory: 504, workgroup: 46 * 128 * 2.4, flops: 14_500 },
  'laptop, integrated (100 GB/s)': { memory: 100, workgroup: 8 * 128 * 1.2, flops: 1_000 },
};

const tile = 16;
const span = tile + 2 * reach;
const strips = (tile / 4) * span;
/** Rows of a thread along y: their windows share all values but one at each end. */
const rows = 2;
/** Per voxel of a march: values read per tap, values summed, planes marched per plane finished. */
const march = ({ raw, sums, staged, again }) => ({
  workgroup:
    ((staged ? span * span * 4 * raw + strips * (taps + 3) * 4 * raw : 0) / tile ** 2 +
      (span * tile * 4 * sums) / tile ** 2 +
      ((taps + rows - 1) / rows) * 4 * sums) *
    again,
  flops: ((strips * (taps + 12) * sums) / tile ** 2 + (taps / rows) * sums + (taps - 1) * sums) * again + 60,
});
/** Planes of a slab, of which `2 · reach` more are marched over: those of a chunk at the default size. */
const slab = 40;
const again = (slab + 2 * reach) / slab;
const scores = march({ raw: 2, sums: 5, staged: true, again });
const gradient = march({ raw: 3, sums: 3, staged: true, again });
const tasks = {
  loss: [{ ...scores, memory: 8 }],
  'loss + gradient': [
    { ...scores, memory: 20 },
    { ...gradient, memory: 24 },
  ],
};
const milliseconds = (gigabytes, rate) => (1e3 * gigabytes) / rate;
console.log(`${size}, window ${taps}: a model, nothing is measured. Milliseconds, and what bounds each kernel`);
for (const [name, rates] of Object.entries(devices)) {
  const cells = Object.entries(tasks).map(([task, kernels]) => {
    const bounds = kernels.map((kernel) => {
      const times = Object.keys(rates).map((kind) => [kind, milliseconds((kernel[kind] * voxels) / 1e9, rates[kind])]);
      return times.sort((a, b) => b[1] - a[1])[0];
    });
    const total = bounds.reduce((sum, [, time]) => sum + time, 0);
    return `${task} ${total.toFixed(2)} (${bounds.map(([kind]) => kind).join(', ')})`;
  });
  console.log(`${name}: ${cells.join('; ')}`);
}
console.log(
  `Per voxel: scores ${scores.workgroup.toFixed(0)} bytes through workgroup memory, ${scores.flops.toFixed(0)} flops; gradient ${gradient.workgroup.toFixed(0)}, ${gradient.flops.toFixed(0)}`,
);
