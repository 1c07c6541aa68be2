import { deed } from '../line/deed.ts'
import { keepFresh } from '../line/fresh.ts'
import { parley } from '../line/line.ts'
import { API, type Project } from './project.ts'

const at = ({ id }: Pick<Project, 'id'>) => `${API}/${id}`

/** Changes it, and shows the answer before the log tells it. */
async function changed(asked: Promise<Project>): Promise<Project> {
  const project = await asked
  keepFresh(at(project), project)
  return project
}

export interface Draft {
  title: string
  description: string
}

/** @throws ParleyProblem */
export const create = (draft: Draft, coaches: string[], participants: string[]) =>
  changed(deed('POST', API, { body: { ...draft, coaches, participants } }))

/** Unless somebody was quicker. @throws ParleyProblem */
export const edit = (project: Project, draft: Draft) =>
  changed(deed('PUT', at(project), { body: draft, ifMatch: project.version }))

/** @throws ParleyProblem */
export const archive = (project: Project, away: boolean) =>
  changed(deed(away ? 'PUT' : 'DELETE', `${at(project)}/archive`))

/** @throws ParleyProblem */
export const erase = (project: Project) => deed('DELETE', at(project))

/** @throws ParleyProblem */
export const leave = (project: Project) => deed('DELETE', `${at(project)}/leave`)

/** What becomes of a person is read anew: these answer with no more than that it is done. */
async function about(project: Project, asked: Promise<unknown>): Promise<void> {
  await asked
  keepFresh(at(project), await parley().request<Project>('GET', at(project)))
}

/** @throws ParleyProblem */
export const invite = (project: Project, participant: string) =>
  about(project, deed('POST', `${at(project)}/invite`, { body: { participant } }))

/** @throws ParleyProblem */
export const designate = (project: Project, coach: string) =>
  about(project, deed('POST', `${at(project)}/designate-coach`, { body: { coach } }))

/** @throws ParleyProblem */
export const withdraw = (project: Project, coach: string) =>
  about(project, deed('DELETE', `${at(project)}/designate-coach`, { body: { coach } }))

/** @throws ParleyProblem */
export const remove = (project: Project, participant: string) =>
  about(project, deed('DELETE', `${at(project)}/remove-participant`, { body: { participant } }))

/** @throws ParleyProblem */
export const handOver = (project: Project, user: string) =>
  changed(deed('PUT', `${at(project)}/owner`, { body: { user } }))

/** Says something to one member alone; it stands in the chat of the two. @throws ParleyProblem */
export const whisper = ({ id }: Project, receiver: string, content: string) =>
  deed('POST', `/api/v1/messages/${id}`, { body: { content, receiver } })
