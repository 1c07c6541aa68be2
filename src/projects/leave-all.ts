import { findMember } from '../chats/chat.ts'
import type { Tx } from '../db/commit.ts'
import { lock } from '../db/dialect.ts'
import { findUser, type User } from '../users/user.ts'
import { eraseProject } from './delete.ts'
import { makeOwner } from './hand-over.ts'
import { goOut } from './leave.ts'
import { findTitled, type Project } from './project.ts'

/**
 * Leaves every project when an account is deleted. What he owned goes to the coach, or else the participant, who is
 * there longest, if possible to one who can log in; with the last member the project goes too.
 */
export async function leaveAllProjects(tx: Tx, userId: string): Promise<void> {
  const mine = tx.db.selectFrom('members').select('chat_id').where('user_id', '=', userId)
  const projects = await lock(
    tx.dialect,
    tx.db.selectFrom('projects').selectAll().where('chat_id', 'in', mine).orderBy('id'),
  ).execute()
  for (const project of projects) await leaveOne(tx, project, userId)
}

async function leaveOne(tx: Tx, project: Project, userId: string): Promise<void> {
  // Somebody may have removed him while this waited for the project.
  if (!(await findMember(tx.db, project.chat_id, userId))) return
  if (project.owner_id !== userId) return goOut(tx, project, userId)
  const heir = await findHeir(tx, project)
  if (!heir) return eraseProject(tx, project, userId)
  const after = await makeOwner(tx, project, heir, userId, await freeTitle(tx, heir.id, project.title))
  await goOut(tx, after, userId)
}

async function findHeir(tx: Tx, { chat_id, owner_id }: Project): Promise<User | undefined> {
  const heir = await tx.db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select('users.id')
    .where('members.chat_id', '=', chat_id)
    .where('members.user_id', '!=', owner_id)
    .orderBy((is) => is.case().when('users.state', '=', 'active').then(0).else(1).end())
    .orderBy((is) => is.case().when('members.role', '=', 'admin').then(0).else(1).end())
    .orderBy('members.joined_at')
    .orderBy('members.user_id')
    .executeTakeFirst()
  return heir && findUser(tx.db, heir.id)
}

/** Nobody is asked here: where the heir has a project of this title, this one becomes the second. */
async function freeTitle(tx: Tx, ownerId: string, title: string): Promise<string> {
  for (let n = 1; ; n++) {
    const ending = n === 1 ? '' : ` (${n})`
    const free = [...title].slice(0, 255 - ending.length).join('') + ending
    if (!(await findTitled(tx, ownerId, free))) return free
  }
}
