/** A WGSL type of one to four floats. */
export type PartType = 'f32' | 'vec2f' | 'vec4f';

/** A group of values that are summed side by side, because a GPU adds and loads them at once. */
export interface Part {
  readonly name: string;
  readonly type: PartType;
}

/** What a march sums over its windows. */
export interface Payload {
  /** The values whose window sums are wanted. */
  readonly parts: readonly Part[];
  /** What is read per voxel; the fields of the struct `Raw`. */
  readonly raw: readonly Part[];
  /** WGSL of `fn readVoxel(index: i32, center: vec2f) -> Raw`, where `index` comes from {@link Payload.indexOfPlane}. */
  readonly read: string;
  /** WGSL expression of the index of the first voxel of plane `z`, in a workgroup of `group`. */
  readonly indexOfPlane: string;
  /** WGSL expression of each part, from the name of a variable of type Raw. */
  readonly expand: (raw: string) => readonly string[];
}

const bytes: Readonly<Record<PartType, number>> = { f32: 4, vec2f: 8, vec4f: 16 };

/** Bytes of one of each. */
export const bytesOf = (parts: readonly Part[]): number => parts.reduce((sum, { type }) => sum + bytes[type], 0);
