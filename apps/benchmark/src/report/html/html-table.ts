import type { Table } from '../table.ts';
import { type Html, html } from './html.ts';

/** A table with its caption and notes, in a box of its own that scrolls where the page is narrower. */
export function htmlTable({ title, head, rows, notes, drawnColumn }: Table): Html {
  const shown = (cells: readonly string[]) => cells.filter((_, column) => column !== drawnColumn);
  const heads = shown(head).map((cell, column) =>
    column === 0 && cell === '' ? html`<td></td>` : html`<th scope="col">${cell}</th>`,
  );
  const body = rows
    .map(shown)
    .map(
      ([first, ...cells]) =>
        html`<tr><th scope="row"${first!.startsWith('  ') ? html` class="indented"` : undefined}>${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
    );
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table>
<caption>${title}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table>
</div>
${notes.length === 0 ? undefined : html`<p class="note">${notes.join(' ')}</p>\n`}`;
}
