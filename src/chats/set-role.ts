import type { Tx } from '../db/commit.ts'
import type { Role } from '../db/schema.ts'
import type { Actor } from '../http/house.ts'
import { append } from '../log/append.ts'
import { chatStream } from '../log/entry.ts'
import { Problem } from '../problem.ts'
import { lockedGroupOf, type Member, outranks } from './chat.ts'
import { memberOf } from './members.ts'

/**
 * Gives a member another role. Admins and the owner make admins; only the owner unmakes them, or hands the group over
 * and stays as an admin.
 * @throws Problem not_found, forbidden, conflict when a group would be left without an owner
 */
export async function setRole(
  tx: Tx,
  actor: Actor,
  chatId: string,
  userId: string,
  role: Role,
): Promise<Member> {
  const { member: mine } = await lockedGroupOf(tx, actor.id, chatId)
  const member = await memberOf(tx.db, chatId, userId)
  requireRank(mine.role, member.role, role)
  if (member.role === role) return member
  if (member.role === 'owner') throw new Problem('conflict', 'Make somebody else the owner first')
  if (role === 'owner') await assignRole(tx, mine, 'admin', actor.id)
  return assignRole(tx, member, role, actor.id)
}

/** @throws Problem forbidden */
function requireRank(mine: Role, before: Role, after: Role): void {
  const least: Role = after === 'owner' || outranks(before, after) ? 'owner' : 'admin'
  if (outranks(least, mine)) throw new Problem('forbidden', `Only ${least}s of this chat may do this`)
}

/** Writes a role down and says so. */
export async function assignRole(tx: Tx, member: Member, role: Role, actorId: string): Promise<Member> {
  const { chat_id, user_id } = member
  await tx.db
    .updateTable('members')
    .set({ role })
    .where('chat_id', '=', chat_id)
    .where('user_id', '=', user_id)
    .execute()
  const body = { chat_id, user_id, role }
  append(tx, { stream: chatStream(chat_id), kind: 'chat.member_updated', actorId, body })
  return { ...member, role }
}
