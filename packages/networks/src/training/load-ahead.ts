/**
 * What was loaded for each item, in order; the next one is being loaded while the caller works on one. When the caller
 * stops early, what is still being loaded is waited for and dropped.
 */
export async function* loadAhead<Item, Loaded>(
  items: Iterable<Item>,
  load: (item: Item) => Promise<Loaded>,
): AsyncGenerator<{ readonly item: Item; readonly loaded: Loaded }> {
  const iterator = items[Symbol.iterator]();
  const begin = () => {
    const { done, value: item } = iterator.next();
    if (done) return undefined;
    const loading = load(item);
    // Whoever awaits it is told; until then nobody is there to hear of a failure.
    loading.catch(() => undefined);
    return { item, loading };
  };
  let next = begin();
  try {
    while (next !== undefined) {
      const { item, loading } = next;
      next = undefined;
      const loaded = await loading;
      next = begin();
      yield { item, loaded };
    }
  } finally {
    await next?.loading.catch(() => undefined);
  }
}
