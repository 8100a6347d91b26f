import { type Outcome, outcomeOf } from './outcome.ts';
import { performTask, type TaskInFolder } from './perform-task.ts';

/** What a thread of the pool runs. */
export const prepare = (task: TaskInFolder): Promise<Outcome> => outcomeOf(() => performTask(task));
