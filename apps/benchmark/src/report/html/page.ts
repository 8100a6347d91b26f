import { type Html, html, trusted } from './html.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  /** One sentence, which stays on top. */
  readonly summary: string;
  readonly body: Html;
}

/** A whole document. Its policy lets nothing be loaded or run, even if markup found its way into it. */
export function htmlPage({ title, summary, body }: Page): string {
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<header><p>${summary}</p></header>
<main>
${body}</main>
</body>
</html>`.markup
  }\n`;
}
