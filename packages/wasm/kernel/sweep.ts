import { correctBorder } from './border';
import { accumulateColumns, runColumns } from './columns';
import { accumulateMaps, finishRow, slideMaps } from './gradient';
import { Job } from './job';
import { accumulateRow, addRow, FIVE, LANES, padRow, subtractRow } from './record';
import { scanFive, scanThree, scanWeighted } from './scan';
import { Largest, scoreSquared } from './score';
import { scoreGeneral, Totals } from './score-general';
import { forwardRecord, mapFields, Scratch } from './scratch';

/** Float64 fields of `planeSums` per plane: Σ w s, Σ of the 1 of `one − w s`, largest S_II, largest S_JJ. */
const PLANE_FIELDS: usize = 4;

/** One group of channels on its way through the kernel. */
class Sweep {
  depth: isize;
  height: isize;
  width: isize;
  halfWidth: isize;
  channels: isize;
  radiusDepth: isize;
  radiusHeight: isize;
  radiusWidth: isize;
  plane: usize;
  volume: usize;
  group: isize;
  record: usize;
  rowBytes: usize;
  mapFields: usize;
  mapRowBytes: usize;
  ringRow: usize;
  ringPlane: usize;
  firstForward: isize;
}
