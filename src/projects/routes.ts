import { change, type Endpoint, endpoint } from '../http/endpoint.ts'
import { numberedPageOf } from '../http/numbered-pages.ts'
import { clientId, id, z } from '../http/schemas.ts'
import { archiveProject } from './archive.ts'
import { createProject } from './create.ts'
import { deleteProject } from './delete.ts'
import { editProject } from './edit.ts'
import { listProjects, ProjectQuery } from './list.ts'
import { memberRoutes } from './member-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { description, title } from './project.ts'
import { ProjectView, viewProject } from './view.ts'

const tag = 'projects'
const all = '/api/v1/projects'
const one = `${all}/{project}`
const params = z.object({ project: id })
const people = z.array(id).default([])

const main: Endpoint[] = [
  endpoint({
    method: 'get',
    path: all,
    tag,
    summary: 'My projects, the newest first',
    description: 'Those that I own, coach or take part in.',
    query: ProjectQuery,
    answer: numberedPageOf(ProjectView),
    run: ({ db }, { actor, query, request }) => listProjects(db, actor.id, query, request),
  }),
  change({
    method: 'post',
    path: all,
    tag,
    summary: 'Make a project',
    description: 'I own it, and need not name myself. Whoever is named in both lists is a coach.',
    body: z.strictObject({
      title,
      description: description.default(''),
      coaches: people,
      participants: people,
      client_id: clientId,
    }),
    answer: ProjectView,
    status: 201,
    change(tx, { actor, body }, { config }) {
      const { title, description, coaches: coachIds, participants: participantIds } = body
      return createProject(tx, actor, { title, description, coachIds, participantIds }, config.maxMembers)
    },
  }),
  endpoint({
    method: 'get',
    path: one,
    tag,
    summary: 'A project of mine',
    params,
    answer: ProjectView,
    run: ({ db }, { actor, params }) => viewProject(db.reader, actor.id, params.project),
  }),
  change({
    method: 'put',
    path: one,
    tag,
    summary: 'Give a project another title or description',
    description: 'For its owner. Its chat is called the same.',
    params,
    body: z.strictObject({ title, description: description.optional() }),
    answer: ProjectView,
    change: (tx, { actor, params, body, ifMatch }) => editProject(tx, actor, params.project, body, ifMatch),
  }),
  change({
    method: 'delete',
    path: one,
    tag,
    summary: 'Delete a project, with its chat',
    description: 'For its owner. What was said privately stays with the two who said it.',
    params,
    answer: z.object({ message: z.string() }),
    async change(tx, { actor, params }) {
      await deleteProject(tx, actor, params.project)
      return { message: 'The project is deleted' }
    },
  }),
  change({
    method: 'put',
    path: `${one}/archive`,
    tag,
    summary: 'Put a project away',
    description:
      'For its owner. It is not in the list any more unless one asks for it; nothing in it changes.',
    params,
    answer: ProjectView,
    change: (tx, { actor, params }) => archiveProject(tx, actor, params.project, true),
  }),
  change({
    method: 'delete',
    path: `${one}/archive`,
    tag,
    summary: 'Take a project out again',
    description: 'For its owner.',
    params,
    answer: ProjectView,
    change: (tx, { actor, params }) => archiveProject(tx, actor, params.project, false),
  }),
]

export const projectRoutes: Endpoint[] = [...main, ...memberRoutes, ...messageRoutes]
