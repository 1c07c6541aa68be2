import type { OutboxChange, OutboxStore, Write } from './parley.ts'

/** For as long as the program runs. */
export function memoryOutbox(): OutboxStore {
  const writes = new Map<string, Write>()
  return {
    all: async () => [...writes.values()],
    first: async () => writes.values().next().value,
    async put(write) {
      writes.set(write.id, write)
    },
    remove: async (id) => writes.delete(id),
  }
}

/**
 * Survives a reload, and is shared by the tabs of a browser. Give each user a name of his own: what one has left
 * unsent, the next one who signs in here must not send. Without a database that opens it is kept in memory.
 */
export function indexedDbOutbox(name: string | Promise<string>): OutboxStore {
  const full = Promise.resolve(name).then((given) => `parley-outbox:${given}`)
  const opened = full.then(open).then(inDatabase, memoryOutbox)
  const channel = full.then(openChannel, () => undefined)
  const locks = globalThis.navigator?.locks
  return {
    all: async () => (await opened).all(),
    first: async () => (await opened).first(),
    put: async (write) => (await opened).put(write),
    remove: async (id) => (await opened).remove(id),
    ...(locks ? { alone: async (work) => locks.request(await full, work) } : {}),
    tell: (change) => void channel.then((open) => open?.postMessage(change)),
    hear(listener) {
      const hear = ({ data }: MessageEvent) => listener(data as OutboxChange)
      void channel.then((open) => open?.addEventListener('message', hear))
      return () => void channel.then((open) => open?.close())
    },
  }
}

function openChannel(name: string): BroadcastChannel | undefined {
  return globalThis.BroadcastChannel ? new BroadcastChannel(name) : undefined
}

const STORE = 'writes'

function open(name: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => {
    const store = opening.result.createObjectStore(STORE, { autoIncrement: true })
    store.createIndex('id', 'id', { unique: true })
  }
  return answerOf(opening)
}

function inDatabase(db: IDBDatabase): Pick<OutboxStore, 'all' | 'first' | 'put' | 'remove'> {
  const read = () => db.transaction(STORE, 'readonly').objectStore(STORE)

  /** Done when it is on disk. */
  function change<T>(work: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    const transaction = db.transaction(STORE, 'readwrite')
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const worked = work(transaction.objectStore(STORE))
    return done.then(() => worked)
  }

  return {
    all: () => answerOf(read().getAll()),
    first: async () => (await answerOf(read().openCursor()))?.value,
    put: (write) =>
      change(async (store) => {
        if ((await answerOf(store.index('id').getKey(write.id))) === undefined) store.add(write)
      }),
    remove: (id) =>
      change(async (store) => {
        const key = await answerOf(store.index('id').getKey(id))
        if (key !== undefined) store.delete(key)
        return key !== undefined
      }),
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
