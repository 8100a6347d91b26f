/**
 * An element of the page by its id.
 *
 * @throws Error where the page has none of that kind.
 */
function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no element ${id}.`);
  return found;
}

/** What the script reads and changes; the server writes the rest. */
export const elements = {
  page: element('page', HTMLElement),
  problem: element('problem', HTMLElement),
  adapter: element('adapter', HTMLElement),
  name: element('name', HTMLInputElement),
  start: element('start', HTMLButtonElement),
  stop: element('stop', HTMLButtonElement),
  markdown: element('markdown', HTMLButtonElement),
  json: element('json', HTMLButtonElement),
  progress: element('progress', HTMLProgressElement),
  status: element('status', HTMLElement),
  results: element('results', HTMLElement),
};

export function showProblem(problem: string | undefined): void {
  elements.problem.hidden = problem === undefined;
  elements.problem.textContent = problem ?? '';
}
