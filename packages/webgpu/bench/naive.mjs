// What a direct translation of the formula does: one map at a time, one axis at a time, one thread per voxel; 27 dispatches
// for loss and gradient to the moving image. The paper's definition, border zero, center 0, one volume.

const header = (window) => `
struct Job { width: i32, height: i32, depth: i32, axis: i32 }
@group(0) @binding(0) var<uniform> job: Job;
const radius = ${(window - 1) / 2};
const samples = ${window ** 3}.0;
fn voxels() -> i32 { return job.width * job.height * job.depth; }
`;
const buffers = (...names) =>
  names.map((name, at) => `@group(0) @binding(${at + 1}) var<storage, read_write> ${name}: array<f32>;`).join('\n');
const perVoxel = (body) => `
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) count: vec3u) {
let at = i32(id.x + id.y * count.x * 64u);
if (at >= voxels()) { return; }
${body}
}`;

const shaders = {
  products: [
    ['moving', 'fixed', 'i', 'j', 'ii', 'jj', 'ij'],
    'let a = moving[at]; let b = fixed[at]; i[at] = a; j[at] = b; ii[at] = a * a; jj[at] = b * b; ij[at] = a * b;',
  ],
  box: [
    ['source', 'sum'],
    `let lengths = vec3i(job.width, job.height, job.depth);
let strides = vec3i(1, job.width, job.width * job.height);
let length = lengths[job.axis];
let stride = strides[job.axis];
let position = (at / stride) % length;
var total = 0.0;
for (var tap = -radius; tap <= radius; tap++) {
if (position + tap >= 0 && position + tap < length) { total += source[at + tap * stride]; }
}
sum[at] = total;`,
  ],
  scores: [
    ['i', 'j', 'ii', 'jj', 'ij', 'scores'],
    `let c = ij[at] - i[at] * j[at] / samples;
let vi = ii[at] - i[at] * i[at] / samples;
let vj = jj[at] - j[at] * j[at] / samples;
let ratio = c / (vi * vj + 1e-5);
scores[at] = c * ratio;
let a = 2.0 * ratio;
let b = -ratio * ratio * vj;
ij[at] = a;
ii[at] = b;
jj[at] = (a * j[at] + 2.0 * b * i[at]) / samples;`,
  ],
  gradient: [
    ['moving', 'fixed', 'a', 'b', 'g', 'gradient'],
    'gradient[at] = -(fixed[at] * a[at] + 2.0 * moving[at] * b[at] - g[at]) / f32(voxels());',
  ],
};
const reduce = `
var<workgroup> sums: array<f32, 256>;
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32) {
var own = 0.0;
for (var at = i32(thread); at < voxels(); at += 256) { own += scores[at]; }
sums[thread] = own;
workgroupBarrier();
for (var step = 128u; step > 0u; step >>= 1u) { if (thread < step) { sums[thread] += sums[thread + step]; } workgroupBarrier(); }
if (thread == 0u) { loss[0] = -sums[0] / f32(voxels()); }
}`;

/** @returns a function that records one evaluation. */
export function createNaive(device, [depth, height, width], window, { moving, fixed, loss, gradient }) {
  const voxels = depth * height * width;
  const storage = () => device.createBuffer({ size: 4 * voxels, usage: 0x80 });
  const uniforms = [0, 1, 2].map((axis) => {
    const buffer = device.createBuffer({ size: 16, usage: 0x48 });
    device.queue.writeBuffer(buffer, 0, Int32Array.of(width, height, depth, axis));
    return buffer;
  });
  const compile = (code) =>
    device.createComputePipeline({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code: header(window) + code }), entryPoint: 'main' },
    });
  const pipelines = Object.fromEntries(
    Object.entries(shaders).map(([name, [names, body]]) => [name, compile(buffers(...names) + perVoxel(body))]),
  );
  const reducing = compile(buffers('scores', 'loss') + reduce);
  const groups = Math.ceil(voxels / 64);
  const grid = [Math.min(groups, 32768), Math.ceil(groups / 32768)];
  const steps = [];
  const add = (pipeline, used, workgroups = grid, axis = 0) => {
    const entries = [uniforms[axis], ...used].map((buffer, binding) => ({ binding, resource: { buffer } }));
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    steps.push({ pipeline, group, workgroups });
  };
  const maps = Array.from({ length: 5 }, storage);
  let spare = storage();
  const sum = (which) => {
    for (const axis of [0, 1, 2]) {
      add(pipelines.box, [maps[which], spare], grid, axis);
      [maps[which], spare] = [spare, maps[which]];
    }
  };
  add(pipelines.products, [moving, fixed, ...maps]);
  for (const which of [0, 1, 2, 3, 4]) sum(which);
  add(pipelines.scores, [...maps, spare]);
  add(reducing, [spare, loss], [1, 1]);
  for (const which of [4, 2, 3]) sum(which);
  add(pipelines.gradient, [moving, fixed, maps[4], maps[2], maps[3], gradient]);
  return (encoder) => {
    const pass = encoder.beginComputePass();
    for (const { pipeline, group, workgroups } of steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...workgroups);
    }
    pass.end();
  };
}
