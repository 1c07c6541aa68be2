import { second } from '../clock.ts'
import type { House } from '../http/house.ts'
import { newId } from '../id.ts'
import type { Entry } from '../log/entry.ts'
import { encodeSignal } from '../log/signals.ts'
import { blockedAmong } from '../users/block.ts'
import type { Connection } from './connection.ts'
import { openElsewhere } from './elsewhere.ts'
import type { Hub } from './hub.ts'

export interface Seen {
  user_id: string
  /** Null: not shown to you. */
  online: boolean | null
  last_seen_at: number | null
}

export interface Presence {
  /** How these people are seen by somebody. */
  of(viewerId: string, userIds: string[]): Promise<Seen[]>
  /** The same, and hears of changes from now on. Whoever was watched before and is not named is watched no more. */
  watch(connection: Connection, userIds: string[]): Promise<{ items: Seen[] }>
  close(): Promise<void>
}

/** A reload or a change of network is no going away. */
const GRACE_MS = 5 * second
const stream = (userId: string) => `presence:${userId}`

/**
 * Who is here. Only differences are told, and only to those who look and may: people who share a stream, without a block
 * between them, who both show their presence. Processes tell each other by signals.
 */
export function openPresence(house: House, hub: Hub, graceMs = GRACE_MS): Presence {
  const { db, commit, signals, tail, clock } = house
  const leaving = new Map<string, Timer>()
  /** Who is connected to this process, or has been a moment ago. */
  const here = new Set<string>()
  const elsewhere = openElsewhere(newId(), signals, clock, here, left)
  let closed = false

  const isOnline = (userId: string) => here.has(userId) || elsewhere.has(userId)

  hub.onPresence((userId, online) => {
    if (closed) return
    clearTimeout(leaving.get(userId))
    const wasLeaving = leaving.delete(userId)
    here.add(userId)
    if (online && !wasLeaving) quietly(announce(userId, true))
    if (!online)
      leaving.set(
        userId,
        later(() => quietly(leave(userId))),
      )
  })

  /** Presence may be lost; nothing else suffers from it. */
  function quietly(work: Promise<unknown>) {
    work.catch((error) => closed || house.logger.warn({ err: error }, 'presence could not be told'))
  }

  function later(what: () => void): Timer {
    const timer = setTimeout(what, graceMs)
    timer.unref()
    return timer
  }

  async function leave(userId: string) {
    leaving.delete(userId)
    here.delete(userId)
    await noteLastSeen([userId])
    const isBack = here.has(userId)
    if (!isBack) await announce(userId, false)
  }

  async function noteLastSeen(userIds: string[]) {
    if (userIds.length === 0) return
    await commit(({ db, at }) =>
      db
        .updateTable('users')
        .set({ last_seen_at: at })
        .where('id', 'in', userIds)
        .where('state', '!=', 'deleted')
        .execute(),
    )
  }

  async function announce(userId: string, online: boolean) {
    elsewhere.tell(userId, online)
    await tellWatchers(userId)
  }

  async function tellWatchers(userId: string) {
    if (!(await showsPresence(userId))) return
    const body = { user_id: userId, online: isOnline(userId), last_seen_at: clock.now() }
    signals.tell({ stream: stream(userId), kind: 'presence', body })
  }

  async function showsPresence(userId: string): Promise<boolean> {
    const user = await db.reader
      .selectFrom('users')
      .select('shows_presence')
      .where('id', '=', userId)
      .executeTakeFirst()
    return user?.shows_presence === 1
  }

  /** A process ended. Whoever was connected to it has a moment to come here, or to another. */
  function left(userIds: string[]) {
    later(() => {
      for (const userId of userIds) if (!isOnline(userId)) tellThoseHere(userId)
    })
  }

  /** The other processes tell theirs. */
  function tellThoseHere(userId: string) {
    const body = { user_id: userId, online: false, last_seen_at: clock.now() }
    const text = encodeSignal({ stream: stream(userId), kind: 'presence', body })
    for (const connection of hub.watching(stream(userId))) connection.wire.signal(text)
  }

  async function of(viewerId: string, userIds: string[]): Promise<Seen[]> {
    const open = await visible(viewerId, userIds)
    return userIds.map((user_id) => {
      const user = open.get(user_id)
      if (!user) return { user_id, online: null, last_seen_at: null }
      return { user_id, online: isOnline(user_id), last_seen_at: user.last_seen_at }
    })
  }

  /** The people among these whose presence the viewer may see. */
  async function visible(viewerId: string, userIds: string[]) {
    if (userIds.length === 0 || !(await showsPresence(viewerId)))
      return new Map<string, { last_seen_at: number | null }>()
    const users = await db.reader
      .selectFrom('users')
      .select(['users.id', 'users.last_seen_at'])
      .where('users.id', 'in', userIds)
      .where('users.shows_presence', '=', 1)
      .where('users.state', '=', 'active')
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('follows as mine')
            .innerJoin('follows as theirs', 'theirs.stream', 'mine.stream')
            .select('mine.stream')
            .where('mine.user_id', '=', viewerId)
            .where('mine.until_seq', 'is', null)
            .whereRef('theirs.user_id', '=', 'users.id')
            .where('theirs.until_seq', 'is', null),
        ),
      )
      .execute()
    const blocked = await blockedAmong(db.reader, viewerId, userIds)
    return new Map(users.filter((user) => !blocked.has(user.id)).map((user) => [user.id, user]))
  }

  async function watch(connection: Connection, userIds: string[]) {
    const items = await of(connection.who.id, [...new Set(userIds)])
    const wanted = new Set(items.filter((seen) => seen.online !== null).map((seen) => stream(seen.user_id)))
    for (const watched of watchedBy(connection)) if (!wanted.delete(watched)) hub.unwatch(connection, watched)
    hub.watch(connection, [...wanted])
    return { items }
  }

  /** Somebody left, blocked or changed his privacy: those who watch may not be allowed to any more. */
  function reconsider(userId: string) {
    for (const connection of new Set([...hub.of(userId), ...hub.watching(stream(userId))]))
      quietly(rewatch(connection))
  }

  async function rewatch(connection: Connection) {
    const userIds = watchedBy(connection).map((name) => name.slice('presence:'.length))
    if (userIds.length === 0) return
    for (const body of await of(connection.who.id, userIds)) {
      const watched = stream(body.user_id)
      if (body.online !== null || !connection.streams.has(watched)) continue
      hub.unwatch(connection, watched)
      connection.wire.signal(encodeSignal({ stream: watched, kind: 'presence', body }))
    }
  }

  hub.onLeft((connection) => quietly(rewatch(connection)))
  tail.listen({
    entry({ kind, stream: where }: Entry) {
      if (kind !== 'block.added' && kind !== 'me.updated') return
      const userId = where.slice('user:'.length)
      reconsider(userId)
      if (kind === 'me.updated' && hub.of(userId).size > 0) quietly(tellWatchers(userId))
    },
    moved({ opens, userIds }) {
      if (!opens && userIds !== 'everybody') userIds.forEach(reconsider)
    },
  })

  return {
    of,
    watch,
    async close() {
      closed = true
      for (const timer of leaving.values()) clearTimeout(timer)
      await noteLastSeen([...leaving.keys()]).catch(() => {})
      leaving.clear()
      elsewhere.close()
    },
  }
}

function watchedBy(connection: Connection): string[] {
  return [...connection.streams].filter((name) => name.startsWith('presence:'))
}
