import type { TopLevelSpec } from 'vega-lite';

/** A point with its interval. */
export interface IntervalPoint {
  /** The row it stands in. */
  readonly row: string;
  readonly who: string;
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

export interface WhoScale {
  readonly domain: readonly string[];
  readonly colors: readonly string[];
  readonly shapes: readonly string[];
}

/** Rows of points with their intervals, one color and shape for each of who is compared. */
export function intervalChart(points: readonly IntervalPoint[], axis: string, scale: WhoScale): TopLevelSpec {
  const rows = [...new Set(points.map(({ row }) => row))];
  const y = { field: 'row', type: 'nominal', sort: rows, title: null } as const;
  const yOffset = { field: 'who', type: 'nominal', sort: [...scale.domain] } as const;
  const domain = [...scale.domain];
  const color = {
    field: 'who',
    type: 'nominal',
    scale: { domain, range: [...scale.colors] },
    legend: { columns: 2 },
  } as const;
  return {
    data: { values: points.map((point) => ({ ...point })) },
    width: 270,
    height: { step: 12 },
    layer: [
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: {
          y,
          yOffset,
          x: { field: 'low', type: 'quantitative', title: axis },
          x2: { field: 'high' },
          color,
        },
      },
      {
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          y,
          yOffset,
          x: { field: 'value', type: 'quantitative', title: axis, scale: { zero: true } },
          color,
          shape: { field: 'who', type: 'nominal', scale: { domain, range: [...scale.shapes] } },
        },
      },
    ],
  };
}
