import type { ProbeFacts } from './job.ts';
import { runChild } from './run-child.ts';

/** What a Python for the peers answered. */
export interface PeerProbe {
  /** The executable that was asked. */
  readonly python: string;
  readonly facts?: ProbeFacts;
  readonly failure?: string;
}

/** What `FAST_LNCC_PEERS_PYTHON` does not name is looked for under this name. */
const defaultPython = 'python3';

/** Computes one product, so that a library that loads but cannot compute is found out. */
const script = `
import json, sys
from importlib.metadata import PackageNotFoundError, version
def emit(**event): print(json.dumps(event, separators=(',', ':')), flush=True)
def installed(name):
    try: return version(name)
    except PackageNotFoundError: return None
try:
    import platform, torch
    assert float(torch.ones(2, 2).matmul(torch.ones(2, 2)).sum()) == 8
    libraries = {name: installed(name) for name in ("numpy", "monai", "dipy", "safetensors")}
    libraries = {"python": platform.python_version(), **{name: found for name, found in libraries.items() if found}}
    device = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "cpu"
    emit(type="facts", facts={"version": torch.__version__, "device": device, "threads": torch.get_num_threads(), "libraries": libraries})
    emit(type="done")
except Exception as error:
    emit(type="failed", message=f"{type(error).__name__}: {error}")
    sys.exit(1)
`.trim();

type Event = { readonly type: 'facts'; readonly facts: ProbeFacts } | { readonly type: 'failed' | 'done' };

/** Asks the Python that is to time PyTorch, in a process of its own. */
export async function probePeers(options: {
  readonly environment: NodeJS.ProcessEnv;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
}): Promise<PeerProbe> {
  const python = options.environment.FAST_LNCC_PEERS_PYTHON || defaultPython;
  const { events, failure } = await runChild<Event>({ ...options, command: [python, '-c', script], job: {} });
  if (failure !== undefined) return { python, failure };
  const facts = events.find((event) => event.type === 'facts')?.facts;
  return facts === undefined ? { python, failure: 'ended without an answer' } : { python, facts };
}
