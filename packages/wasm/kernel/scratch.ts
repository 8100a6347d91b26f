import { Job } from './job';
import { Totals } from './score-general';
import { aligned, FIVE, LANES, ROW_STATE, SIX } from './record';

/**
 * Geometry of a sweep and what it works in: planes of sums along z (`columns`, `mapColumns`), rows of sums along z and
 * y (`row`, `mapRow`, padded for the scan along x), rows of finished sums, and a ring of the last planes of a, β, g in
 * float32. It lies at the beginning of its thread's scratch, the buffers behind it.
 */
@unmanaged
export class Scratch {
  depth: isize;
  height: isize;
  width: isize;
  halfWidth: isize;
  channels: isize;
  radiusDepth: isize;
  radiusHeight: isize;
  radiusWidth: isize;
  /** 0: the score alone. 1: the gradient to one image. 2: to both. */
  gradients: i32;
  running: i32;
  /** Bytes of a plane and of a volume of one channel. */
  plane: usize;
  volume: usize;
  /** Bytes of a forward record and of a row of them; of a record of maps; of a row and a plane of maps in float32. */
  record: usize;
  rowBytes: usize;
  mapRecord: usize;
  mapRowBytes: usize;
  ringRow: usize;
  ringPlane: usize;
  /** Group of channels, first plane that is scored, planes of the slab. */
  group: isize;
  firstScored: isize;
  /** First plane that the sums of the slab take in. */
  firstSummed: isize;
  firstPlane: isize;
  endPlane: isize;
  /** Where the sums along z and y begin, of the images and of the maps. */
  rowBegin: i32;
  mapRowBegin: i32;
  // Buffers.
  missingMoving: usize;
  missingFixed: usize;
  zeros: usize;
  columns: usize;
  row: usize;
  sums: usize;
  maps: usize;
  mapColumns: usize;
  mapRow: usize;
  ring: usize;
  rowState: usize;
  totals: usize;
  /** See `activity.ts`. */
  imageBegins: usize;
  columnBegins: usize;
  ringBegins: usize;
  mapBegins: usize;
  end: usize;
}

/** Fills in everything that does not depend on the slab; the buffers begin behind the object itself. */
export function placeScratch(scratch: Scratch, job: Job): void {
  const gradients = job.gradientMoving != 0 ? (job.gradientFixed != 0 ? 2 : 1) : 0;
  const width = <isize>job.width;
  const height = <isize>job.height;
  const halfWidth = (width + 1) >> 1;
  const radius = (<isize>job.windowWidth) >> 1;
  const running = job.running != 0;
  const record = job.momentMask != 0 ? SIX : FIVE;
  const fields: usize = gradients == 0 ? 0 : gradients == 1 ? 3 : 5;
  const mapRecord = fields * LANES;
  scratch.depth = <isize>job.depth;
  scratch.height = height;
  scratch.width = width;
  scratch.halfWidth = halfWidth;
  scratch.channels = <isize>job.channels;
  scratch.radiusDepth = (<isize>job.windowDepth) >> 1;
  scratch.radiusHeight = (<isize>job.windowHeight) >> 1;
  scratch.radiusWidth = radius;
  scratch.gradients = gradients;
  scratch.running = running ? 1 : 0;
  scratch.plane = (<usize>(height * width)) << 2;
  scratch.volume = scratch.plane * <usize>scratch.depth;
  scratch.record = record;
  scratch.rowBytes = <usize>halfWidth * record;
  scratch.mapRecord = mapRecord;
  scratch.mapRowBytes = <usize>halfWidth * mapRecord;
  scratch.ringRow = <usize>halfWidth * fields * 8;
  scratch.ringPlane = scratch.ringRow * <usize>height;
  const padding = <usize>(2 * radius + 2);
  scratch.missingMoving = aligned(changetype<usize>(scratch) + offsetof<Scratch>());
  scratch.missingFixed = aligned(scratch.missingMoving + ((<usize>width) << 2));
  scratch.zeros = aligned(scratch.missingFixed + ((<usize>width) << 2));
  scratch.rowState = aligned(scratch.zeros + <usize>halfWidth * SIX);
  scratch.totals = scratch.rowState + ROW_STATE;
  scratch.imageBegins = aligned(scratch.totals + offsetof<Totals>());
  scratch.columnBegins = aligned(scratch.imageBegins + ((<usize>(scratch.depth * height)) << 2));
  scratch.ringBegins = aligned(scratch.columnBegins + ((<usize>height) << 2));
  scratch.mapBegins = aligned(scratch.ringBegins + ((<usize>job.windowDepth * <usize>height) << 2));
  scratch.columns = aligned(scratch.mapBegins + ((<usize>height) << 2));
  const rows = aligned(scratch.columns + <usize>height * scratch.rowBytes);
  scratch.row = rows + <usize>(radius + 1) * record;
  scratch.sums = aligned(rows + scratch.rowBytes + padding * record);
  scratch.maps = aligned(scratch.sums + <usize>halfWidth * SIX);
  scratch.mapColumns = aligned(scratch.maps + scratch.ringRow);
  const mapRows = aligned(scratch.mapColumns + <usize>height * scratch.mapRowBytes);
  scratch.mapRow = mapRows + <usize>(radius + 1) * mapRecord;
  scratch.ring = aligned(mapRows + scratch.mapRowBytes + padding * mapRecord);
  scratch.end = aligned(scratch.ring + <usize>job.windowDepth * scratch.ringPlane);
}
