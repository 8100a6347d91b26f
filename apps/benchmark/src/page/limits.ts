/** What the page's figures do not show. */
export const pageLimits: readonly string[] = [
  'Times are those of the page’s clock, from the submission of a round’s evaluations to the end of the last, divided by their number. They are no timers of kernels: what the browser takes to hand commands over is in them.',
  'GB/s is the memory traffic that the design of the fused kernel needs (8 bytes per voxel for the loss, 44 with the gradient) over the time. What the memory carried is not measured.',
  'Images and gradients stay on the GPU. TensorFlow.js is called as in a training, so its own work in JavaScript counts; its last loss of a round is read back.',
  'The naive kernels are a direct translation of the formula: one map and one axis at a time. They show what fusing gains, not what other libraries take.',
  'Images are random and correlated. Ratios hold for one session; a laptop’s GPU that warms up, or that others use, measures otherwise a minute later.',
];
