/** What an adapter tells of itself, in one line; pages are told less than programs. */
export const adapterText = ({ vendor, architecture, device, description }: AdapterTexts): string =>
  [vendor, architecture, device, description].filter(Boolean).join(' ');

/** The texts of an adapter, any of which may be empty. */
export interface AdapterTexts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
}

/** The limits that the kernels make use of, as high as the adapter has them. */
export const usefulLimits = ({
  maxBufferSize,
  maxStorageBufferBindingSize,
  maxComputeWorkgroupStorageSize,
  maxComputeInvocationsPerWorkgroup,
  maxComputeWorkgroupSizeX,
}: GPUSupportedLimits): Record<string, number> => ({
  maxBufferSize,
  maxStorageBufferBindingSize,
  maxComputeWorkgroupStorageSize,
  maxComputeInvocationsPerWorkgroup,
  maxComputeWorkgroupSizeX,
});
