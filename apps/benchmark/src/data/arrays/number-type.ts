/** The kinds of numbers that image files hold. */
export type NumberType = keyof typeof bytesPerNumber;

export const bytesPerNumber = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float16: 2,
  float32: 4,
  float64: 8,
} as const;
