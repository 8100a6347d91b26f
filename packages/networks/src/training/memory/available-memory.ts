/** What Node tells of memory; other runtimes have parts of it, and pages nothing. */
interface ProcessMemory {
  availableMemory?(): number;
  constrainedMemory?(): number;
  readonly memoryUsage?: { rss?(): number };
}

/**
 * The bytes that this process can still take, or `undefined` where that cannot be known (in a page).
 *
 * In a container Node counts the page cache as used, though the system gives it back: a process that has read many files
 * would seem to have nothing left. So the container's limit without what this process itself holds counts where it is more.
 */
export function availableMemory(
  process = (globalThis as { readonly process?: ProcessMemory }).process,
): number | undefined {
  const available = process?.availableMemory?.();
  if (available === undefined) return undefined;
  const limit = process?.constrainedMemory?.() ?? 0;
  const own = process?.memoryUsage?.rss?.();
  // Without a limit the system's answer is 0, or beyond any machine.
  if (own === undefined || limit <= 0 || limit > largestMachine) return available;
  return Math.max(available, limit - own);
}

const largestMachine = 2 ** 50;
