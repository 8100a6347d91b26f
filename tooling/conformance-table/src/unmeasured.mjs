/** What is there and selected by a flag, but has never run: a row would claim something. @type {Readonly<Record<string, string>>} */
export const unmeasured = {
  'onnxruntime-node (cuda)': 'selected, probed, and its missing libraries named; no GPU was there to run it on',
  'tfjs-node-gpu': 'set up, loaded, and its missing libraries named; no GPU was there to run it on',
};
