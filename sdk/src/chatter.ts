import type { Ask } from './ask.ts'
import type { Line } from './lines/line.ts'
import type { Seen, Signal } from './parley.ts'
import { ParleyProblem } from './problem.ts'

const LOOK_MS = 30_000

export interface Chatter {
  typing(chatId: string, typing: boolean): void
  read(chatId: string, position: number): void
  watch(userIds: string[]): Promise<Seen[]>
  /** There is a connection, or another one: what was asked of the one before is asked again. */
  live(): void
  close(): void
}

/** The small talk that needs no outbox: over the socket where there is one, else by HTTP. */
export function openChatter(ask: Ask, line: () => Line | undefined, tell: (signal: Signal) => void): Chatter {
  const unread = new Map<string, number>()
  let watched: string[] = []

  async function say<T>(verb: string, input: unknown, otherwise: () => Promise<T>): Promise<T> {
    const socket = line()
    if (!socket?.ask) return otherwise()
    return socket.ask<T>(verb, input).catch((error) => {
      if (error instanceof ParleyProblem && error.problem.code !== 'offline') throw error
      return otherwise()
    })
  }

  async function look(): Promise<Seen[]> {
    if (watched.length === 0 && !line()?.ask) return []
    const asked = watched
    const byHttp = () =>
      ask<{ items: Seen[] }>('GET', '/api/v1/presence', { query: { user_ids: asked.join() } })
    return (await say('watch', { user_ids: asked }, byHttp)).items
  }

  /** What would have come as signals. */
  async function lookAgain() {
    if (watched.length === 0) return
    for (const body of await look()) tell({ stream: `presence:${body.user_id}`, kind: 'presence', body })
  }

  async function tellRead(chatId: string, position: number) {
    const byHttp = () => ask('PUT', `/api/v1/chats/${chatId}/read`, { body: { position } })
    try {
      await say('read', { chat_id: chatId, position }, byHttp)
    } catch (error) {
      const { status } = (error as ParleyProblem).problem ?? { status: 0 }
      if (status < 400 || status >= 500) return
    }
    if (unread.get(chatId) === position) unread.delete(chatId)
  }

  const looking = setInterval(() => {
    if (line() && !line()?.ask) lookAgain().catch(() => {})
  }, LOOK_MS)

  return {
    typing(chatId, typing) {
      const byHttp = () => ask('POST', `/api/v1/chats/${chatId}/typing`, { body: { typing } })
      if (line()) say('typing', { chat_id: chatId, typing }, byHttp).catch(() => {})
    },
    read(chatId, position) {
      if ((unread.get(chatId) ?? -1) >= position) return
      unread.set(chatId, position)
      if (line()) void tellRead(chatId, position)
    },
    watch(userIds) {
      watched = [...userIds]
      return look()
    },
    live() {
      lookAgain().catch(() => {})
      for (const [chatId, position] of unread) void tellRead(chatId, position)
    },
    close: () => clearInterval(looking),
  }
}
