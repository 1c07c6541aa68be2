import type { Write } from '../../../sdk/src/parley.ts'
import { parley } from '../line/line.ts'
import { happen, known } from './store.ts'
import type { Chat, Message } from './things.ts'

const messageAt = ({ chat_id, id }: Pick<Message, 'chat_id' | 'id'>) =>
  `/api/v1/chats/${chat_id}/messages/${id}`

/** Queues a write and shows at once what we expect of it. */
export function write(method: string, path: string, body?: unknown): Write {
  const queued = parley().write(method, path, body)
  if (!known.value.waiting.some((one) => one.write.id === queued.id))
    happen({ what: 'queued', write: queued })
  return queued
}

export function send(chatId: string, text: string, replyTo: string | null, mediaIds: string[] = []): void {
  write('POST', `/api/v1/chats/${chatId}/messages`, {
    text,
    ...(replyTo && { reply_to_id: replyTo }),
    ...(mediaIds.length > 0 && { media_ids: mediaIds }),
  })
}

export function edit(message: Message, text: string): void {
  if (text !== message.text) write('PATCH', messageAt(message), { text })
}

export function remove(message: Message): void {
  write('DELETE', messageAt(message))
}

export function hide(message: Message): void {
  write('PUT', `${messageAt(message)}/hidden`)
}

export function pin(message: Message, pinned: boolean): void {
  write(pinned ? 'PUT' : 'DELETE', `${messageAt(message)}/pin`)
}

export function react(message: Message, emoji: string): void {
  const mine = message.reactions.some((one) => one.emoji === emoji && one.mine)
  write(mine ? 'DELETE' : 'PUT', `${messageAt(message)}/reactions/${encodeURIComponent(emoji)}`)
}

/** Tries now what was refused, or what the server fails at; under the same key, so that it is done once at most. */
export function tryAgain(waits: Write): void {
  happen({ what: 'queued', write: waits })
  parley().write(waits.method, waits.path, waits.body, waits.id)
}

/** Takes back what was not done yet. */
export function giveUp({ id }: Write): void {
  happen({ what: 'dropped', id })
  void parley()
    .withdraw(id)
    .catch(() => {})
}

/** Asks now, and shows the answer as if the log had told it. @throws ParleyProblem */
export async function changeChat(method: string, path: string, body?: unknown): Promise<Chat> {
  const chat = await parley().request<Chat>(method, path, { ...(body !== undefined && { body }) })
  happen({ what: 'snapshot', snapshot: { of: 'chats', chats: [chat] }, since: [] })
  return chat
}
