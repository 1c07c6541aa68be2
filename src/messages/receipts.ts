import { lockedMemberOf, type Member } from '../chats/chat.ts'
import { countUnread } from '../chats/unread.ts'
import type { Tx } from '../db/commit.ts'
import type { Actor, House } from '../http/house.ts'
import { z } from '../http/schemas.ts'
import { append, clearing } from '../log/append.ts'
import { chatStream, userStream } from '../log/entry.ts'
import { findUser } from '../users/user.ts'
import { isSilenced } from './reach.ts'

export const ReadState = z
  .object({
    chat_id: z.string(),
    read_position: z.number().int(),
    delivered_position: z.number().int(),
    unread_count: z.number().int(),
    mention_count: z.number().int(),
  })
  .openapi('ReadState')

export type ReadState = z.infer<typeof ReadState>

type Receipt = 'read' | 'delivered'

interface Marked {
  state: ReadState
  /** How far the others may know that I came, where that is news for them. */
  told: number | undefined
}

/** I have read up to here. It only ever moves on. Others are told, if I show receipts. @throws Problem not_found */
export function markRead(house: House, actor: Actor, chatId: string, position: number): Promise<ReadState> {
  return mark(house, actor, chatId, 'read', position)
}

/** My devices have received what was said up to here. @throws Problem not_found */
export function markDelivered(
  house: House,
  actor: Actor,
  chatId: string,
  position: number,
): Promise<ReadState> {
  return mark(house, actor, chatId, 'delivered', position)
}

async function mark(house: House, actor: Actor, chatId: string, kind: Receipt, position: number) {
  const { state, told } = await house.commit((tx) => move(tx, actor, chatId, kind, position))
  if (told !== undefined) {
    const body = { chat_id: chatId, user_id: actor.id, position: told }
    house.signals.tell({ stream: chatStream(chatId), kind, body })
  }
  return state
}

async function move(tx: Tx, actor: Actor, chatId: string, kind: Receipt, position: number): Promise<Marked> {
  const { chat, member: before } = await lockedMemberOf(tx, actor.id, chatId)
  const column = `${kind}_position` as const
  const reached = Math.min(position, chat.last_position)
  const moves = reached > before[column]
  const after = moves ? { ...before, ...moved(before, kind, reached) } : before
  if (moves) await store(tx, after)
  const state = await stateOf(tx, after)
  if (moves && kind === 'read') say(tx, actor, state)
  const tells = moves && (await showsReceipts(tx, actor)) && !(await isSilenced(tx.db, chat))
  return { state, told: tells ? after[column] : undefined }
}

/** Whoever has read something has received it. */
function moved(before: Member, kind: Receipt, reached: number): Partial<Member> {
  const delivered_position = Math.max(before.delivered_position, reached)
  return kind === 'read' ? { read_position: reached, delivered_position } : { delivered_position }
}

async function store({ db }: Tx, member: Member): Promise<void> {
  const { chat_id, user_id, read_position, delivered_position } = member
  await db
    .updateTable('members')
    .set({ read_position, delivered_position })
    .where('chat_id', '=', chat_id)
    .where('user_id', '=', user_id)
    .execute()
}

async function stateOf({ db }: Tx, member: Member): Promise<ReadState> {
  const { chat_id, user_id, read_position, delivered_position } = member
  const { unread, mentions } = (await countUnread(db, user_id, [member])).get(chat_id)!
  return { chat_id, read_position, delivered_position, unread_count: unread, mention_count: mentions }
}

function say(tx: Tx, actor: Actor, { chat_id, read_position, unread_count, mention_count }: ReadState): void {
  append(tx, {
    stream: userStream(actor.id),
    kind: 'chat.read',
    actorId: actor.id,
    body: { chat_id, read_position, unread_count, mention_count },
    alert: clearing(chat_id, read_position),
  })
}

async function showsReceipts({ db }: Tx, actor: Actor): Promise<boolean> {
  return (await findUser(db, actor.id)).shows_receipts === 1
}
