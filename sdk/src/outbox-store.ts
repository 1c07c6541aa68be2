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

function inDatabase(db: IDBDatabase): Pick<OutboxStore, 'all' | 'first' | 'put' | 'remove'> {
  // Who still has it open does not hinder its being thrown away.
  db.onversionchange = () => db.close()
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
    first: (isTurn) => firstOf(read().openCursor(), isTurn),
    put: (write) =>
      change(async (store) => {
        store.add(write)
        // At once, without waiting for an answer: a page that is closed in this moment would not hear it.
        store.transaction.commit()
      }).catch(unlessKept),
    remove: (id) =>
      change(async (store) => {
        const key = await answerOf(store.index('id').getKey(id))
        if (key !== undefined) store.delete(key)
        return key !== undefined
      }),
  }
}

/** Another tab has put it there. */
function unlessKept(problem: DOMException): void {
  if (problem.name !== 'ConstraintError') throw problem
}

function firstOf(
  opening: IDBRequest<IDBCursorWithValue | null>,
  isTurn: (write: Write) => boolean,
): Promise<Write | undefined> {
  return new Promise((resolve, reject) => {
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const cursor = opening.result
      if (cursor && !isTurn(cursor.value)) cursor.continue()
      else resolve(cursor?.value)
    }
  })
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
