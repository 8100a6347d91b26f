import { formatShape } from '../data/volume.ts';
import { adapterText } from '../engines/webgpu-adapter.ts';
import { summarize } from '../report/statistics.ts';
import { scientific } from '../report/table.ts';
import { contenderFacts, type PageContenderId } from './contenders.ts';
import { significant } from './figures.ts';
import { softwareNote } from './markdown.ts';
import type { PageResult } from './result.ts';
import { messageOf } from './tables.ts';

/** A result as a sentence for the terminal. */
export function describeResult(result: PageResult): string {
  switch (result.kind) {
    case 'session': {
      const gpu = result.name || adapterText(result.adapter) || 'an adapter that tells nothing of itself';
      return `Session ${result.session}: ${gpu}${result.software ? `; ${softwareNote}` : ''}`;
    }
    case 'agreement': {
      const other = result.against === 'reference' ? 'the float64 reference' : name(result.against);
      if (result.against === result.contender) return `${place(result)}: the others are compared with it`;
      const apart = `loss ${scientific(result.lossError)}${
        result.gradientError === undefined ? '' : `, gradient ${scientific(result.gradientError)}`
      } apart`;
      return `${place(result)}: ${result.agrees ? 'equals' : 'does NOT equal'} ${other} (${apart})`;
    }
    case 'time': {
      const { median, minimum, maximum } = summarize(result.milliseconds)!;
      return `${place(result)}: ${significant(median)} ms (${significant(minimum)}–${significant(maximum)})`;
    }
    case 'failure':
      return `${place(result)}: ${messageOf(result)}`;
    case 'end':
      return result.complete ? 'The session is finished.' : 'The session was stopped.';
  }
}

const name = (id: PageContenderId): string => contenderFacts(id).name;

const place = ({ size, contender }: { readonly size: readonly number[]; readonly contender?: PageContenderId }) =>
  contender === undefined ? formatShape(size) : `${formatShape(size)} ${name(contender)}`;
