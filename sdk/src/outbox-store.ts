import type { OutboxChange, OutboxStore, Write } from './parley.ts'

/** For as long as the program runs. */
export function memoryOutbox(): OutboxStore {
  const writes = new Map<string, Write>()
  return {
    all: async () => [...writes.values()],
    first: async (isTurn) => [...writes.values()].find(isTurn),
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
  const full = Promise.resolve(name).then(nameOf)
  const opened = full.then(open).then(inDatabase, memoryOutbox)
  const channel = full.then(openChannel, () => undefined)
  const locks = globalThis.navigator?.locks
  // A closed channel takes nothing, and complains.
  let isClosed = false
  return {
    all: async () => (await opened).all(),
    first: async (isTurn) => (await opened).first(isTurn),
    put: async (write) => (await opened).put(write),
    remove: async (id) => (await opened).remove(id),
    ...(locks ? { alone: async (work) => locks.request(await full, work) } : {}),
    tell: (change) => void channel.then((open) => isClosed || open?.postMessage(change)),
    hear(listener) {
      const hear = ({ data }: MessageEvent) => listener(data as OutboxChange)
      void channel.then((open) => open?.addEventListener('message', hear))
      return () => {
        isClosed = true
        void channel.then((open) => open?.close())
      }
    },
  }
}

/** Throws away what waits in a box: for whoever is signed out and shall leave nothing behind. Close its connection first. */
export async function forgetOutbox(name: string): Promise<void> {
  await answerOf(indexedDB.deleteDatabase(nameOf(name)))
}

const nameOf = (name: string) => `parley-outbox:${name}`

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

const MOST_AT_ONCE = 50

function inDatabase(db: IDBDatabase): Pick<OutboxStore, 'all' | 'first' | 'put' | 'remove'> {
  // Who still has it open does not hinder its being thrown away.
  db.onversionchange = () => db.close()

  /**
   * Done when it is on disk. It is committed at once: what waited for the page to answer would be lost with the page, and so
   * would whatever is put behind it.
   */
  function ask<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const transaction = db.transaction(STORE, mode)
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const answer = answerOf(work(transaction.objectStore(STORE)))
    transaction.commit()
    return Promise.all([answer, done]).then(([answered]) => answered)
  }

  async function first(isTurn: (write: Write) => boolean): Promise<Write | undefined> {
    for (let range: IDBKeyRange | null = null; ; ) {
      const some: Write[] = await ask('readonly', (store) => store.getAll(range, MOST_AT_ONCE))
      const found = some.find(isTurn)
      if (found || some.length < MOST_AT_ONCE) return found
      const { id } = some.at(-1)!
      const last = await ask('readonly', (store) => store.index('id').getKey(id))
      // Another tab has taken it away meanwhile; then it is looked from the beginning.
      range = last === undefined ? null : IDBKeyRange.lowerBound(last, true)
    }
  }

  return {
    all: () => ask('readonly', (store) => store.getAll()),
    first,
    put: (write) => ask('readwrite', (store) => store.add(write)).then(() => {}, unlessKept),
    async remove(id) {
      const key = await ask('readonly', (store) => store.index('id').getKey(id))
      if (key === undefined) return false
      const taken = await ask('readwrite', (store) => {
        const found = store.getKey(key)
        store.delete(key)
        return found
      })
      return taken !== undefined
    },
  }
}

/** Another tab has put it there. */
function unlessKept(problem: DOMException): void {
  if (problem.name !== 'ConstraintError') throw problem
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
