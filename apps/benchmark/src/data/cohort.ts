import { acquire, cleanImage } from './acquisition.ts';
import { drawAnatomy } from './anatomy.ts';
import { integrateVelocity, joinField, smoothVelocity, warpImage, warpLabels } from './deformation.ts';
import { seededRandom } from './random.ts';
import type { Shape } from './volume.ts';

/** An image, and where they are known its labels. */
export interface Subject {
  readonly image: Float32Array;
  readonly labels?: Uint16Array;
}

/** A subject that is the atlas under a known deformation. */
export interface Patient extends Subject {
  /** `[3, D, H, W]` in voxels: the patient at `x` is the atlas at `x + displacement(x)`, which is what a registration looks for. */
  readonly displacement: Float32Array;
}

/** An atlas, and patients that are deformations of it, each made when it is asked for. */
export interface Cohort {
  readonly name: string;
  readonly atlas: Subject;
  patient(index: number): Patient;
}

/** Far enough apart that the patients of one seed are not those of the next. */
const seedStride = 1000;

/**
 * The phantom as an atlas with patients: one anatomy, under a smooth invertible deformation for each patient, everybody
 * with noise and a bias field of their own. A seed determines it bit for bit on every platform.
 */
export function createCohort(shape: Shape, seed: number): Cohort {
  const random = seededRandom(seed);
  const labels = drawAnatomy(shape, random);
  const clean = cleanImage(labels, shape);
  return {
    name: 'phantom',
    atlas: { image: acquire(clean, labels, shape, random), labels: Uint16Array.from(labels) },
    patient(index) {
      const own = seededRandom(patientSeed(seed, index));
      const displacement = integrateVelocity(smoothVelocity(shape, own), shape);
      const moved = warpLabels(labels, displacement, shape);
      return {
        image: acquire(warpImage(clean, displacement, shape), moved, shape, own),
        labels: Uint16Array.from(moved),
        displacement: joinField(displacement),
      };
    },
  };
}

/** A scan as the atlas; its seeded smooth deformations are the patients, with its labels where it has some. */
export function warpedCohort(scan: Float32Array, shape: Shape, seed: number, labels?: Uint16Array): Cohort {
  return {
    name: 'warped-scan',
    atlas: { image: scan, ...(labels && { labels }) },
    patient(index) {
      const displacement = integrateVelocity(smoothVelocity(shape, seededRandom(patientSeed(seed, index))), shape);
      return {
        image: warpImage(scan, displacement, shape),
        ...(labels && { labels: warpLabels(labels, displacement, shape) }),
        displacement: joinField(displacement),
      };
    },
  };
}

const patientSeed = (seed: number, index: number): number => (seed * seedStride + index + 1) % 2 ** 32;
