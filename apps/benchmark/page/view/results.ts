import { sessionFacts } from '../../src/page/markdown.ts';
import type { PageResult, SessionResult } from '../../src/page/result.ts';
import type { PageSettings } from '../../src/page/settings.ts';
import { pageTables, sizeFailures } from '../../src/page/tables.ts';
import { type Html, html } from '../../src/report/html/html.ts';
import { htmlTable } from '../../src/report/html/html-table.ts';

/** The tables of all sessions, the newest first. */
export function resultsMarkup(results: readonly PageResult[], settings: PageSettings): string {
  const sessions = results.filter((result): result is SessionResult => result.kind === 'session').toReversed();
  return html`${sessions.map((session, index) => {
    const own = results.filter((result) => result.session === session.session);
    const number = sessions.length - index;
    return html`<section aria-labelledby="session-${number}"><h2 id="session-${number}">${
      sessions.length === 1 ? 'Results' : `Results, session ${number}`
    }</h2>
${facts(session, settings)}${failures(own)}${pageTables(own, settings.window).map(htmlTable)}</section>
`;
  })}`.markup;
}

const facts = (session: SessionResult, settings: PageSettings): Html =>
  html`<dl>${sessionFacts(session, settings).map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>\n`;

function failures(results: readonly PageResult[]): Html | undefined {
  const lines = sizeFailures(results);
  if (lines.length === 0) return undefined;
  return html`<div class="warning"><strong>Not measured</strong><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></div>\n`;
}
