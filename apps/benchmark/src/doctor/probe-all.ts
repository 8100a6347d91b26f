import type { Contender, Engine } from '../contenders/contender.ts';
import type { ExecutionProvider } from '../run/settings.ts';
import type { EngineRow, Role } from './diagnosis.ts';
import type { Prober } from './prober.ts';
import { peersRemedy, type Target, targets } from './targets.ts';

export interface ProbeRequest {
  readonly contenders: readonly Contender[];
  readonly executionProvider: ExecutionProvider;
  /** Engines that somebody named: a run does not leave them out. */
  readonly named: readonly string[];
  readonly prober: Prober;
  /** Told before each probe. */
  readonly onProbe: (name: string) => void;
  readonly signal: AbortSignal;
}

/** An engine that a run leaves out by itself where it is not set up. */
const optionalEngine: Engine = 'tfjs-node';

/** Probes every target, one after the other, so that none has another's load beside it. */
export async function probeAll(request: ProbeRequest): Promise<readonly EngineRow[]> {
  const { prober, onProbe, signal } = request;
  const rows: EngineRow[] = [];
  for (const target of targets) {
    if (signal.aborted) return rows;
    onProbe(target.name);
    const { facts, failure } = await prober.probe(target);
    const works = facts !== undefined;
    const role = roleOf(target, request, works);
    const missing = works ? {} : { failure: failure ?? 'no answer', needs: target.remedy };
    rows.push({ name: target.name, works, role, ...facts, ...missing });
  }
  if (signal.aborted) return rows;
  onProbe('pytorch');
  const { python, facts, failure } = await prober.peers();
  const missing = facts === undefined ? { failure: `${python}: ${failure}`, needs: peersRemedy } : {};
  rows.push({ name: 'pytorch', works: facts !== undefined, role: 'unused', ...facts, ...missing });
  return rows;
}

function roleOf(
  { engine, executionProvider }: Target,
  { contenders, executionProvider: chosen, named }: ProbeRequest,
  works: boolean,
): Role {
  const used = contenders.some((contender) => contender.engine === engine);
  if (!used || (engine === 'onnxruntime' && executionProvider !== chosen)) return 'unused';
  const alone = contenders.every((contender) => contender.engine === engine);
  return engine === optionalEngine && !works && !named.includes(engine) && !alone ? 'left-out' : 'needed';
}

/** The engines on which a run would compute. */
export function workingEngines(rows: readonly EngineRow[]): ReadonlySet<Engine> {
  const working = targets.filter(({ name }) => {
    const row = rows.find((entry) => entry.name === name);
    return row?.works && row.role === 'needed';
  });
  return new Set(working.map(({ engine }) => engine));
}
