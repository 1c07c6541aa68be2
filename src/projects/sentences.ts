import type { Card } from '../users/user.ts'
import { type Person, toPerson } from './person.ts'
import type { ProjectInfo } from './project.ts'
import type { ProjectBody, ProjectKind } from './tell.ts'

/** What clients of old are told of a project, in the words and the spelling that they know. */
export interface Sentence {
  type: 'add_into_project' | 'edit_project' | 'delete_project'
  message: string
  data: SentenceData
}

export interface SentenceData extends Partial<ProjectInfo>, Partial<Omit<Person, 'id'>> {
  /** What happened, for programs: the kind of the entry. */
  action: ProjectKind
  project_id: string
  project_title?: string
  user_id?: string
}

/** An entry as it came through any door. */
export interface Told {
  kind: string
  actor: string | null
  body: unknown
}

type Say = (body: ProjectBody, isMe: boolean) => Omit<Sentence, 'data'> & { data?: Partial<SentenceData> }

const edited = (message: string, data: Partial<SentenceData> = {}) => ({
  type: 'edit_project' as const,
  message,
  data,
})
const added = (message: string, data: Partial<SentenceData>) => ({
  type: 'add_into_project' as const,
  message,
  data,
})
const youWereAdded = ({ project }: ProjectBody) =>
  added(`You was added into the project '${project.title}'.`, project)
const at = ({ username }: Card) => `'@${username}'`

/** The eleven sentences; what has none here is for clients that read the entry itself. */
const says: Partial<Record<ProjectKind, Say>> = {
  'project.created': youWereAdded,
  'project.member_added': (body, isMe) =>
    isMe
      ? youWereAdded(body)
      : added(
          `The new participant ${at(body.user)} was added into the project '${body.project.title}'.`,
          toPerson(body.user),
        ),
  'project.deleted': ({ project, user }) => ({
    type: 'delete_project',
    message: `The project '${project.title}' was removed by ${at(user)}.`,
  }),
  'project.member_left': ({ project, user }) =>
    edited(`${at(user)} left the project'${project.title}'.`, { user_id: user.id }),
  'project.coach_designated': ({ project, user }, isMe) =>
    isMe
      ? edited(`You was designated new coach in the project '${project.title}'.`)
      : edited(`${at(user)} was designated new coach in the project '${project.title}'.`, {
          user_id: user.id,
        }),
  'project.coach_withdrawn': ({ project, user }, isMe) =>
    isMe
      ? edited(`You was withdrew from coach in the project '${project.title}'.`)
      : edited(
          `${at(user)} was withdrew from coach, he will be a participant the project'${project.title}'.`,
          { user_id: user.id },
        ),
  'project.member_removed': ({ project, user }, isMe) =>
    isMe
      ? edited(`You was removed in the project '${project.title}'.`)
      : edited(`${at(user)} was removed in the project '${project.title}'.`, { user_id: user.id }),
}

/**
 * What an entry says to one of those who hear it; null where it says nothing: to him who did it, of what was taken back,
 * and of what has no sentence.
 *
 * Where somebody was added, `data` has of the project what the entry knows; its owner, coaches and participants are in
 * `viewProject`, for as long as he is in it.
 */
export function sentenceOf({ kind, actor, body }: Told, readerId: string): Sentence | null {
  if (actor === readerId || body === null || !kind.startsWith('project.')) return null
  const action = kind as ProjectKind
  const known = body as ProjectBody
  const said =
    action === 'project.edited' ? retitled(known) : says[action]?.(known, known.user.id === readerId)
  return said ? { ...said, data: { action, project_id: known.project.id, ...said.data } } : null
}

/** Of what is only described in other words, nothing is said. */
function retitled({ project, former_title }: ProjectBody) {
  if (former_title === undefined) return undefined
  const message = `The title's project '${former_title}' become the new tilte '${project.title}'.`
  return edited(message, { project_title: project.title })
}
