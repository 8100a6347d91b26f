/** Bytes as GiB, with as many decimals as it takes to tell them apart. */
export const inGibibytes = (bytes: number): string => {
  const value = bytes / 2 ** 30;
  return `${value.toFixed(value < 10 ? (value < 0.1 ? 2 : 1) : 0)} GiB`;
};

/** Seconds as hours, which is what a long run is told in; a shorter one in minutes. */
export const inHours = (seconds: number): string =>
  seconds < 3600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
