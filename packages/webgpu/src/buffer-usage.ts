/** `GPUBufferUsage` and `GPUMapMode` of the specification: Node has no globals for them. */
export const bufferUsage = {
  mapRead: 0x0001,
  copySource: 0x0004,
  copyTarget: 0x0008,
  uniform: 0x0040,
  storage: 0x0080,
} as const;

export const mapModeRead = 0x0001;
