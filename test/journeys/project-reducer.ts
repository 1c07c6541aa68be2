import { toPerson } from '../../src/projects/person.ts'
import type { ProjectBody } from '../../src/projects/tell.ts'
import type { Card } from '../../src/users/user.ts'
import type { Apply, Fetch } from './reducer.ts'
import { inOrder, type Project, type State } from './snapshot.ts'

type Change = (project: Project, body: ProjectBody) => Project

const without = <Some extends { id: string }>(people: Some[], { id }: Card) =>
  people.filter((one) => one.id !== id)
const among = <Some extends { id: string }>(people: Some[], one: Some) => [
  ...people.filter(({ id }) => id !== one.id),
  one,
]

const outOf = (project: Project, user: Card): Project => ({
  ...project,
  coaches: without(project.coaches, user),
  participants: without(project.participants, user),
})

const known: Change = (project, { project: now }) =>
  now.version < project.version ? project : { ...project, ...now }

const asParticipant: Change = (project, { user }) => {
  const others = outOf(project, user)
  return { ...others, participants: among(others.participants, toPerson(user)) }
}

const asCoach: Change = (project, { user }) => {
  const others = outOf(project, user)
  return { ...others, coaches: among(others.coaches, toPerson(user)) }
}

/** Who owned it is a coach from then on. */
const asOwner: Change = (project, { project: now, user }) => {
  if (now.version < project.version || project.owner.id === user.id) return project
  const { owner, ...others } = outOf(project, user)
  return { ...others, coaches: among(others.coaches, owner), owner: toPerson(user) }
}

/** What is the same in all of them: a project that I do not know yet is fetched, and my own part follows. */
function changing(change: Change): Apply {
  return (state, body: ProjectBody, fetch) => {
    const before = state.projects.find(({ id }) => id === body.project.id)
    if (!before) return learn(state, body, fetch)
    const after = inOrder(change(known(before, body), body))
    put(state, { ...after, ...minded(state, after) })
  }
}

function minded({ me }: State, { owner, coaches, participants }: Project) {
  const isCoach = coaches.some(({ id }) => id === me.id)
  const role: Project['role'] = owner.id === me.id ? 'owner' : isCoach ? 'coach' : 'participant'
  return { role, member_count: 1 + coaches.length + participants.length }
}

function put(state: State, project: Project) {
  state.projects = among(state.projects, project).sort((a, b) => (a.id < b.id ? -1 : 1))
}

function learn(state: State, { project }: ProjectBody, fetch: Fetch) {
  const fetched = fetch.project(project.id)
  if (fetched) put(state, structuredClone(fetched))
}

const leaving: Apply = (state, body: ProjectBody, fetch) => {
  if (body.user.id === state.me.id) return forget(state, body, fetch)
  changing((project) => outOf(project, body.user))(state, body, fetch)
}

const forget: Apply = (state, { project }: ProjectBody) => {
  state.projects = state.projects.filter(({ id }) => id !== project.id)
}

const same = changing((project) => project)

export const projectKinds: Record<string, Apply> = {
  'project.created': same,
  'project.edited': same,
  'project.archived': same,
  'project.unarchived': same,
  'project.deleted': forget,
  'project.member_added': changing(asParticipant),
  'project.member_left': leaving,
  'project.member_removed': leaving,
  'project.coach_designated': changing(asCoach),
  'project.coach_withdrawn': changing(asParticipant),
  'project.owner_changed': changing(asOwner),
}

/** Wherever somebody is shown in a project, he is shown so from now on. */
export function showAnew(state: State, user: Card) {
  const shown = (one: Project['owner']) => (one.id === user.id ? toPerson(user) : one)
  state.projects = state.projects.map((project) => ({
    ...project,
    owner: shown(project.owner),
    coaches: project.coaches.map(shown),
    participants: project.participants.map(shown),
  }))
}
