import type { Config } from 'vega-lite';
import type { ContenderId } from '../../contenders/contender.ts';
import { algorithmName } from '../names.ts';

/** Colors are the page's variables, so that one drawing suits light, dark and paper. */
export const chartConfig: Config = {
  aria: false,
  background: 'transparent',
  font: 'system-ui, sans-serif',
  padding: 4,
  view: { stroke: 'transparent' },
  axis: {
    labelColor: 'var(--text)',
    titleColor: 'var(--quiet)',
    gridColor: 'var(--line)',
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelLimit: 260,
  },
  legend: {
    labelColor: 'var(--text)',
    titleColor: 'var(--quiet)',
    labelFontSize: 12,
    orient: 'top',
    title: null,
    symbolSize: 90,
    labelLimit: 300,
    columns: 3,
  },
  header: { labelColor: 'var(--text)', titleColor: 'var(--quiet)', labelFontSize: 12, labelFontWeight: 'bold' },
  title: { color: 'var(--text)' },
};

const series = [1, 2, 3, 4, 5, 6, 7].map((number) => `var(--series-${number})`);
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down', 'triangle-right'];
const order = ['sequential', 'grouped', 'auto', 'separable', 'banded', 'pooled', 'fused'];

/** Colors and shapes of algorithms by their names; an algorithm has the same in every chart. */
export function algorithmScale(contenders: readonly ContenderId[]) {
  const algorithms = [...new Set(contenders.map((id) => id.slice(id.indexOf('/') + 1)))];
  const place = (algorithm: string) => (order.includes(algorithm) ? order.indexOf(algorithm) : order.length);
  const sorted = algorithms.toSorted((first, second) => place(first) - place(second));
  let free = order.length - 1;
  const indices = sorted.map((algorithm) => (order.includes(algorithm) ? order.indexOf(algorithm) : free--));
  const pick = (list: readonly string[]) => indices.map((index) => list[Math.abs(index) % list.length]!);
  return {
    domain: sorted.map((algorithm) => algorithmName(`any/${algorithm}`)),
    colors: pick(series),
    shapes: pick(shapes),
  };
}
