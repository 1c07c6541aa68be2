import { change, type Endpoint } from '../http/endpoint.ts'
import { id, z } from '../http/schemas.ts'
import { designateCoach } from './designate-coach.ts'
import { handOver } from './hand-over.ts'
import { invite } from './invite.ts'
import { leaveProject } from './leave.ts'
import { Person } from './person.ts'
import { removeParticipant } from './remove-participant.ts'
import { ProjectView } from './view.ts'
import { withdrawCoach } from './withdraw-coach.ts'

const tag = 'projects'
const one = '/api/v1/projects/{project}'
const params = z.object({ project: id })
const aCoach = z.strictObject({ coach: id })
const aParticipant = z.strictObject({ participant: id })
const done = z.object({ message: z.string() })

export const memberRoutes: Endpoint[] = [
  change({
    method: 'post',
    path: `${one}/invite`,
    tag,
    summary: 'Take somebody into a project',
    description: 'Any member may. He is a participant at once.',
    params,
    body: aParticipant,
    answer: Person,
    change: (tx, { actor, params, body }, { config }) =>
      invite(tx, actor, params.project, body.participant, config.maxMembers),
  }),
  change({
    method: 'delete',
    path: `${one}/leave`,
    tag,
    summary: 'Leave a project',
    description: 'For everybody but its owner, who hands it over first, or deletes it.',
    params,
    answer: done,
    async change(tx, { actor, params }) {
      await leaveProject(tx, actor, params.project)
      return { message: 'You left the project' }
    },
  }),
  change({
    method: 'post',
    path: `${one}/designate-coach`,
    tag,
    summary: 'Make a participant a coach',
    description: 'For its owner and coaches.',
    params,
    body: aCoach,
    answer: done,
    async change(tx, { actor, params, body }) {
      await designateCoach(tx, actor, params.project, body.coach)
      return { message: 'The participant is a coach now' }
    },
  }),
  change({
    method: 'delete',
    path: `${one}/designate-coach`,
    tag,
    summary: 'Make a coach a participant',
    description: 'For its owner and coaches, who may name themselves.',
    params,
    body: aCoach,
    answer: done,
    async change(tx, { actor, params, body }) {
      await withdrawCoach(tx, actor, params.project, body.coach)
      return { message: 'The coach is a participant now' }
    },
  }),
  change({
    method: 'delete',
    path: `${one}/remove-participant`,
    tag,
    summary: 'Take a participant out of a project',
    description: 'For its owner and coaches.',
    params,
    body: aParticipant,
    answer: done,
    async change(tx, { actor, params, body }) {
      await removeParticipant(tx, actor, params.project, body.participant)
      return { message: 'The participant is removed' }
    },
  }),
  change({
    method: 'put',
    path: `${one}/owner`,
    tag,
    summary: 'Hand a project over to another member',
    description: 'For its owner, who is a coach from then on.',
    params,
    body: z.strictObject({ user: id }),
    answer: ProjectView,
    change: (tx, { actor, params, body }) => handOver(tx, actor, params.project, body.user),
  }),
]
