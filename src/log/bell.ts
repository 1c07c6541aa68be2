import pg from 'pg'
import type { Db } from '../db/open.ts'
import type { Logger } from '../logger.ts'

/**
 * Between processes. A ring carries nothing but "look at the log"; a lost one costs latency, never an entry.
 * Signals (typing, presence) travel the same way and may be lost.
 */
export interface Bell {
  ring(): void
  signal(text: string): void
  onRing(listener: () => void): void
  onSignal(listener: (text: string) => void): void
  close(): Promise<void>
}

const RING = 'parley_ring'
const SIGNAL = 'parley_signal'
/** PostgreSQL refuses a notification of 8,000 bytes or more. */
const MOST_SIGNAL_BYTES = 7_500
const MOST_WAITING = 1000

export async function openBell(db: Db, redisUrl: string | undefined, logger: Logger): Promise<Bell> {
  if (redisUrl) return redisBell(redisUrl, logger)
  if (db.dialect === 'postgres') return postgresBell(db.url, logger)
  return silentBell()
}

/** One process, one SQLite file: nobody else to wake. The tail's slow look finds what the command line wrote. */
function silentBell(): Bell {
  return { ring() {}, signal() {}, onRing() {}, onSignal() {}, async close() {} }
}

function listeners() {
  const rings: (() => void)[] = []
  const signals: ((text: string) => void)[] = []
  return {
    onRing: (listener: () => void) => void rings.push(listener),
    onSignal: (listener: (text: string) => void) => void signals.push(listener),
    hear(channel: string, text: string) {
      if (channel === RING) for (const ring of rings) ring()
      else for (const signal of signals) signal(text)
    },
  }
}

/** Each bell marks what it sends and ignores its own, which has been handed on already. */
const newMark = () => crypto.randomUUID()

async function postgresBell(url: string, logger: Logger): Promise<Bell> {
  const { onRing, onSignal, hear } = listeners()
  const self = newMark()
  let client: pg.Client | undefined
  let closed = false
  const waiting: { channel: string; text: string }[] = []
  let sending: Promise<void> | undefined

  async function connect(): Promise<void> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'parley bell' })
    fresh.on('notification', ({ channel, payload }) => {
      const text = payload ?? ''
      if (!text.startsWith(self)) hear(channel, text.slice(self.length))
    })
    // A connection that is cut says so more than once; only the first time counts.
    fresh.on('error', (error) => {
      if (client !== fresh) return
      logger.warn({ err: error }, 'bell lost; connecting again')
      client = undefined
      if (!closed) setTimeout(reconnect, 1000).unref()
    })
    try {
      await fresh.connect()
      await fresh.query(`listen ${RING}`)
      await fresh.query(`listen ${SIGNAL}`)
      if (closed) throw new Error('The bell is closed')
    } catch (error) {
      await fresh.end().catch(() => {})
      throw error
    }
    client = fresh
    hear(RING, '')
  }
  function reconnect() {
    if (closed) return
    connect().catch((error) => {
      if (closed) return
      logger.warn({ err: error }, 'bell still lost')
      setTimeout(reconnect, 5000).unref()
    })
  }
  function notify(channel: string, text: string) {
    // One ring that waits to be sent is as good as many; of signals, what would come late is not sent.
    const ringsAlready = channel === RING && waiting.some((one) => one.channel === RING)
    if (!client || ringsAlready || waiting.length >= MOST_WAITING) return
    waiting.push({ channel, text: self + text })
    sending ??= send().finally(() => {
      sending = undefined
    })
  }
  async function send() {
    for (let next = waiting.shift(); next; next = waiting.shift())
      await client?.query('select pg_notify($1, $2)', [next.channel, next.text]).catch(() => {})
  }

  await connect()
  return {
    ring: () => notify(RING, ''),
    signal: (text) => Buffer.byteLength(text) < MOST_SIGNAL_BYTES && notify(SIGNAL, text),
    onRing,
    onSignal,
    async close() {
      closed = true
      await sending
      await client?.end().catch(() => {})
    },
  }
}

async function redisBell(url: string, logger: Logger): Promise<Bell> {
  const { onRing, onSignal, hear } = listeners()
  const self = newMark()
  const sender = new Bun.RedisClient(url)
  const receiver = new Bun.RedisClient(url)
  for (const client of [sender, receiver])
    client.onclose = (error) => logger.warn({ err: error }, 'bell lost')
  await sender.connect()
  await receiver.connect()
  for (const channel of [RING, SIGNAL]) {
    await receiver.subscribe(channel, (text) => {
      if (!text.startsWith(self)) hear(channel, text.slice(self.length))
    })
  }
  const publish = (channel: string, text: string) => void sender.publish(channel, self + text).catch(() => {})
  return {
    ring: () => publish(RING, ''),
    signal: (text) => publish(SIGNAL, text),
    onRing,
    onSignal,
    async close() {
      sender.onclose = receiver.onclose = null
      sender.close()
      receiver.close()
    },
  }
}
