import { type Html, html, trusted } from './html.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  /** One sentence, which stays on top. */
  readonly summary: string;
  readonly body: Html;
  /** What it adds to the style of all pages. */
  readonly style?: string;
  /** Of a page that is served: the address of its module, which may load others and send from there alone. */
  readonly script?: string;
}

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const policyOfScripts = "; script-src 'self'; connect-src 'self'";

/** A whole document. Its policy lets nothing be loaded or run but its own script, even if markup found its way into it. */
export function htmlPage({ title, summary, body, style: added = '', script }: Page): string {
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy + (script === undefined ? '' : policyOfScripts))}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style + added)}</style>
${script === undefined ? undefined : html`<script type="module" src="${script}"></script>\n`}</head>
<body>
<header><p>${summary}</p></header>
<main>
${body}</main>
</body>
</html>`.markup
  }\n`;
}
