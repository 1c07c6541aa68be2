import type { Tx } from '../db/commit.ts'
import { type Alert, append } from '../log/append.ts'
import { projectStream } from '../log/entry.ts'
import { type Card, toCard, type User } from '../users/user.ts'
import { type Project, type ProjectInfo, toInfo } from './project.ts'

export type ProjectKind =
  | 'project.created'
  | 'project.edited'
  | 'project.archived'
  | 'project.unarchived'
  | 'project.deleted'
  | 'project.member_added'
  | 'project.member_left'
  | 'project.member_removed'
  | 'project.coach_designated'
  | 'project.coach_withdrawn'
  | 'project.owner_changed'

/** What every entry about a project says. */
export interface ProjectBody {
  project: ProjectInfo
  /** Whom it is about: who came, left, or is something else now; or who made, deleted or changed the project. */
  user: Card
  /** Where the title changed: the one before. */
  former_title?: string
}

interface More {
  former_title?: string
  alert?: Alert
}

/** Says to all members what was done with a project, and about whom that is. */
export function tell(
  tx: Tx,
  kind: ProjectKind,
  actorId: string,
  project: Project,
  user: User,
  { alert, ...more }: More = {},
): void {
  const body: ProjectBody = { project: toInfo(project), user: toCard(user), ...more }
  append(tx, { stream: projectStream(project.id), kind, actorId, body, about: user.id, alert })
}

/** Of all that somebody is told about a project, the latest stands on his screen. */
const screen = ({ id }: Project, to?: string) => ({
  collapse: projectStream(id),
  ...(to === undefined ? {} : { to }),
})

/** For him who was added; or for all but the one who did it, when the project is new. */
export function addedAlert(project: Project, to?: string): Alert {
  return { key: 'project.member_added', args: { project: project.title }, ...screen(project, to) }
}

export function removedAlert(project: Project, to: string): Alert {
  return { key: 'project.member_removed', args: { project: project.title }, ...screen(project, to) }
}

export function coachAlert(project: Project, to: string): Alert {
  return { key: 'project.coach_designated', args: { project: project.title }, ...screen(project, to) }
}
