import type { Kysely } from 'kysely'
import type { Tx } from '../db/commit.ts'
import type { Role, Schema } from '../db/schema.ts'
import type { User } from '../users/user.ts'
import { admit, alreadyIn } from './admit.ts'
import { type Chat, findMember, lockChat, type Member } from './chat.ts'
import { eraseChat } from './delete-chat.ts'
import { changeChat } from './edit-group.ts'
import { found } from './found.ts'
import { dismiss } from './remove-member.ts'
import { assignRole } from './set-role.ts'

/**
 * A chat that belongs to something else. Its host decides who is in it, what it is called and when it ends, and has
 * judged who may: these verbs ask nobody. All that is done inside the chat goes as in any group.
 */
interface HostedChat {
  /** Where its id is settled beforehand. */
  id?: string
  /** The stream of the host, such as `project:<id>`. */
  host: string
  title: string
  /** May newcomers read what was said before they joined? */
  sharesHistory: boolean
}

/** Makes a chat for something else. The actor owns it if he is among its members, who are active users. */
export async function foundHosted(
  tx: Tx,
  actorId: string,
  { id, host, title, sharesHistory }: HostedChat,
  userIds: string[],
): Promise<Chat> {
  const kind = { kind: 'group', title, pair: null, host, shares_history: Number(sharesHistory) } as const
  return found(tx, actorId, id === undefined ? kind : { ...kind, id }, userIds)
}

/** Takes active users in; who is there already stays as he is. */
export async function admitToHosted(tx: Tx, chatId: string, users: User[], actorId: string): Promise<void> {
  const chat = await lockedHosted(tx, chatId)
  const there = await alreadyIn(
    tx.db,
    chatId,
    users.map((user) => user.id),
  )
  const newcomers = users.filter((user) => !there.has(user.id))
  await admit(tx, chat, newcomers, actorId)
}

/** Ends a membership; of somebody who is not there, nothing is said. */
export async function dismissFromHosted(
  tx: Tx,
  chatId: string,
  userId: string,
  actorId: string,
): Promise<void> {
  const chat = await lockedHosted(tx, chatId)
  const member = await findMember(tx.db, chatId, userId)
  if (member) await dismiss(tx, chat, member, actorId)
}

/** Gives a member the role that his place in the host comes with; of somebody who is not there, nothing is said. */
export async function setHostedRole(
  tx: Tx,
  chatId: string,
  userId: string,
  role: Role,
  actorId: string,
): Promise<void> {
  await lockChat(tx, chatId)
  const member: Member | undefined = await findMember(tx.db, chatId, userId)
  if (member && member.role !== role) await assignRole(tx, member, role, actorId)
}

export async function renameHosted(tx: Tx, chatId: string, title: string, actorId: string): Promise<void> {
  await changeChat(tx, actorId, await lockedHosted(tx, chatId), { title })
}

/** Erases the chat and everything that was said in it. */
export async function eraseHosted(tx: Tx, chatId: string, actorId: string | null): Promise<void> {
  await eraseChat(tx, await lockedHosted(tx, chatId), actorId)
}

/** The stream of what a chat belongs to; null where it stands for itself, undefined where there is no such chat. */
export async function hostOf(db: Kysely<Schema>, chatId: string): Promise<string | null | undefined> {
  const chat = await db.selectFrom('chats').select('host').where('id', '=', chatId).executeTakeFirst()
  return chat?.host
}

async function lockedHosted(tx: Tx, chatId: string): Promise<Chat> {
  await lockChat(tx, chatId)
  return tx.db.selectFrom('chats').selectAll().where('id', '=', chatId).executeTakeFirstOrThrow()
}
