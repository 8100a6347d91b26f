import { escapeHtml } from '../html/html.ts';
import type { Chart } from './chart.ts';
import { chartConfig } from './theme.ts';

/** The chart as the markup of one SVG image. */
export async function drawChart({ spec, description }: Chart): Promise<string> {
  // These libraries are large: whoever writes no page does not wait for them.
  const [{ compile }, { parse, View, Error: onlyErrors }] = await Promise.all([import('vega-lite'), import('vega')]);
  const { spec: compiled } = compile(spec, { config: chartConfig });
  const view = new View(parse(compiled), { renderer: 'none', logLevel: onlyErrors });
  try {
    const svg = await view.toSVG();
    return svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(description)}" `);
  } finally {
    view.finalize();
  }
}
