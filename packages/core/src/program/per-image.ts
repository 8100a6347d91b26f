/** The two images by name. */
export type ImageName = 'moving' | 'fixed';

/** A value per image. */
export interface PerImage<Value> {
  readonly moving: Value;
  readonly fixed: Value;
}

/** The value of each image, made from its name and that of the other. */
export const perImage = <Value>(make: (own: ImageName, other: ImageName) => Value): PerImage<Value> => ({
  moving: make('moving', 'fixed'),
  fixed: make('fixed', 'moving'),
});

/** Which images a gradient is asked for. */
export type GradientSet = 'none' | ImageName | 'both';
