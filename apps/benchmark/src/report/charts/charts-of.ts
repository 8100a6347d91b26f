import type { Report } from '../build-report.ts';
import type { SectionId } from '../tables.ts';
import type { Chart } from './chart.ts';
import { drawChart } from './draw-chart.ts';
import { lossCharts } from './loss-charts.ts';
import { networkCharts } from './network-charts.ts';
import { qualityCharts } from './quality-charts.ts';
import { shareCharts } from './share-charts.ts';
import { curveCharts, epochCharts, memoryCharts } from './training-charts.ts';

/** A drawn chart. */
export interface ChartImage extends Pick<Chart, 'caption'> {
  readonly section: SectionId;
  readonly svg: string;
}

/** All charts of a report, drawn, in the order of its sections. */
export async function chartsOf(report: Report): Promise<ChartImage[]> {
  const charts = [
    networkCharts,
    epochCharts,
    lossCharts,
    shareCharts,
    curveCharts,
    qualityCharts,
    memoryCharts,
  ].flatMap((chartsFor) => chartsFor(report));
  const images: ChartImage[] = [];
  for (const chart of charts) {
    images.push({ section: chart.section, caption: chart.caption, svg: await drawChart(chart) });
  }
  return images;
}
