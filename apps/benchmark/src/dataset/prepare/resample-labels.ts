import type { LabelVolume } from '../../data/label-volume.ts';
import type { Grid } from '../../data/resample.ts';
import { sampleNearest } from '../../data/sample.ts';
import { voxelCount } from '../../data/volume.ts';

/** The labels on the grid: those of the nearest voxel, 0 outside. */
export function resampleLabels({ data, shape: source }: LabelVolume, { shape, toSource }: Grid): Uint16Array {
  const result = new Uint16Array(voxelCount(shape));
  const [rowD, rowH, rowW] = toSource as [Row, Row, Row];
  let target = 0;
  for (let d = 0; d < shape[0]; d++) {
    for (let h = 0; h < shape[1]; h++) {
      for (let w = 0; w < shape[2]; w++) {
        result[target++] = sampleNearest(
          data,
          source,
          rowD[0] * d + rowD[1] * h + rowD[2] * w + rowD[3],
          rowH[0] * d + rowH[1] * h + rowH[2] * w + rowH[3],
          rowW[0] * d + rowW[1] * h + rowW[2] * w + rowW[3],
        );
      }
    }
  }
  return result;
}

type Row = Grid['toSource'][number];
