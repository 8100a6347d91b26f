import { formatShape } from '../data/volume.ts';
import { html } from '../report/html/html.ts';
import { htmlPage } from '../report/html/page.ts';
import { pageLimits } from './limits.ts';
import { checkSize, type PageSettings } from './settings.ts';
import { pageStyle } from './style.ts';

/** The page before anything was measured. Its script finds the settings in the attribute `data-settings`. */
export function renderPage(settings: PageSettings): string {
  const { sizes, window, rounds, commit } = settings;
  const body = html`<h1>LNCC on this GPU</h1>
<div id="page" data-settings="${JSON.stringify(settings)}">
<noscript><p class="warning">The measurement is a script of this page; allow it to run.</p></noscript>
<div id="problem" class="warning" role="alert" hidden></div>
<dl>
<dt>Adapter</dt><dd id="adapter">asked for …</dd>
<dt>Sizes</dt><dd>${sizes.map(formatShape).join(', ')}</dd>
<dt>Measured</dt><dd>window ${window}, ${rounds} rounds that take all contenders in turn, after one that warms up</dd>
<dt>Equality</dt><dd>first on ${formatShape(checkSize)} against the float64 reference, then at every size among each other; what is not equal is not timed</dd>
${commit === undefined ? undefined : html`<dt>Commit</dt><dd>${commit}</dd>\n`}</dl>
<label for="name">GPU and driver as the table shall name them, since browsers tell little (optional)
<input id="name" maxlength="200" autocomplete="off" placeholder="RTX 4070, driver 550.54"></label>
<div class="actions">
<button id="start" type="button" disabled>Start</button>
<button id="stop" type="button" disabled>Stop</button>
<button id="markdown" type="button" disabled>Copy as Markdown</button>
<button id="json" type="button" disabled>Download JSON</button>
</div>
<progress id="progress" max="1" value="0" aria-label="How far the measurement is"></progress>
<p id="status" class="status" role="status"></p>
<div id="results"></div>
</div>
<section id="limits"><h2>What these figures do not show</h2><ul>${pageLimits.map((limit) => html`<li>${limit}</li>`)}</ul></section>
`;
  const summary =
    'Measures the fused WebGPU kernel for local normalized cross-correlation on this machine’s GPU, beside naive kernels and TensorFlow.js.';
  return htmlPage({ title: 'LNCC on this GPU', summary, body, style: pageStyle, script: '/page.js' });
}
