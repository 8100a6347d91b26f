/// <reference lib="dom" />
// One thread of the pool, shipped as text: it may import nothing.

interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Byte addresses: the control words, and this thread's scratch. */
  readonly control: number;
  readonly scratch: number;
}

interface Port {
  postMessage(message: unknown): void;
  on?(event: 'message', listener: (data: Start) => void): void;
  onmessage?: (event: { data: Start }) => void;
}

// In Node the program of a worker is a CommonJS script; in a browser the scope itself is the port.
const nodePort =
  typeof require === 'function' ? (require('node:worker_threads') as { parentPort: Port }).parentPort : undefined;
const port = nodePort ?? (globalThis as unknown as Port);

function work({ module, memory, control, scratch }: Start): void {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const run = instance.exports.run as (job: number, task: number, scratch: number) => void;
  // Generation, next task, end of tasks, finished tasks, first task, address of the job. Tasks are numbered through, so
  // that a thread that comes late cannot take one twice.
  const words = new Int32Array(memory.buffer, control, 6);
  let seen = 0;
  for (;;) {
    Atomics.wait(words, 0, seen);
    seen = Atomics.load(words, 0);
    if (seen < 0) return;
    for (;;) {
      const task = Atomics.load(words, 1);
      const end = Atomics.load(words, 2);
      if (((end - task) | 0) <= 0) break;
      if (Atomics.compareExchange(words, 1, task, (task + 1) | 0) !== task) continue;
      run(Atomics.load(words, 5) >>> 0, (task - Atomics.load(words, 4)) | 0, scratch);
      if (((Atomics.add(words, 3, 1) + 1) | 0) === end) {
        Atomics.notify(words, 3);
        port.postMessage('finished');
      }
    }
  }
}

if (port.on) port.on('message', work);
else port.onmessage = ({ data }) => work(data);
