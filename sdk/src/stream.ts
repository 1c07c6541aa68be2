/** What has come and has not been read yet; read by one at a time, who may stop and go on later. */
export interface Stream<T> {
  push(item: T): void
  end(): void
  read(): AsyncIterable<T>
  readonly empty: boolean
}

export function openStream<T>(): Stream<T> {
  let items: T[] = []
  let next = 0
  let ended = false
  const readers = new Set<() => void>()

  function take(): T {
    const item = items[next++]!
    // Taken from the front one by one, a long list would be moved for every one.
    if (next === items.length) [items, next] = [[], 0]
    return item
  }

  function wake() {
    for (const reader of readers) reader()
    readers.clear()
  }

  return {
    push(item) {
      if (!ended) items.push(item)
      wake()
    },
    end() {
      ended = true
      wake()
    },
    async *read() {
      for (;;) {
        while (!ended && next < items.length) yield take()
        if (ended) return
        await new Promise<void>((resolve) => readers.add(resolve))
      }
    },
    get empty() {
      return next === items.length
    },
  }
}
