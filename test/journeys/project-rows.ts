import { PASSWORD } from '../client.ts'
import { call, type Row, row } from './row.ts'
import type { Name, World } from './world.ts'

const all = '/api/v1/projects'
const one = `${all}/{project}`
const at = (w: World) => ({ project: w.project! })
const just = (body: unknown) => () => body
const members = ['alice', 'bob', 'cleo'] as const

const bridge = (w: World) => ({ title: 'Bridge', coaches: [w.bob.id], participants: [w.cleo.id] })

async function made(w: World): Promise<Response> {
  const answer = await call(w, { verb: `POST ${all}`, by: 'alice', body: bridge })
  w.project = ((await answer.clone().json()) as { id: string }).id
  return answer
}

async function madeAndArchived(w: World): Promise<Response> {
  await made(w)
  return call(w, { verb: `PUT ${one}/archive`, by: 'alice', at })
}

const naming = (field: string, name: Name) => (w: World) => ({ [field]: w[name].id })
const first = made

/** Every call that changes a project. */
export const projectRows: Row[] = [
  row('alice makes a project', `POST ${all}`, 'alice', members, { body: bridge }),
  row('alice calls it something else', `PUT ${one}`, 'alice', members, {
    ...{ first, at, body: just({ title: 'Tunnel', description: 'Under the river' }) },
  }),
  row('alice puts it away', `PUT ${one}/archive`, 'alice', members, { first, at }),
  row('alice takes it out again', `DELETE ${one}/archive`, 'alice', members, { first: madeAndArchived, at }),
  row('alice deletes it', `DELETE ${one}`, 'alice', members, { first, at }),
  row('cleo takes emil in', `POST ${one}/invite`, 'cleo', [...members, 'emil'], {
    ...{ first, at, body: naming('participant', 'emil') },
  }),
  row('bob leaves it', `DELETE ${one}/leave`, 'bob', members, { first, at }),
  row('bob makes cleo a coach', `POST ${one}/designate-coach`, 'bob', members, {
    ...{ first, at, body: naming('coach', 'cleo') },
  }),
  row('alice has bob as a coach no more', `DELETE ${one}/designate-coach`, 'alice', members, {
    ...{ first, at, body: naming('coach', 'bob') },
  }),
  row('bob removes cleo from it', `DELETE ${one}/remove-participant`, 'bob', members, {
    ...{ first, at, body: naming('participant', 'cleo') },
  }),
  row('alice hands it over to cleo', `PUT ${one}/owner`, 'alice', members, {
    ...{ first, at, body: naming('user', 'cleo') },
  }),
  row('cleo says something in it', 'POST /api/v1/messages/{project}', 'cleo', members, {
    ...{ first, at, body: just({ content: 'Who brings rope?' }) },
  }),
  row('bob says something to cleo alone', 'POST /api/v1/messages/{project}', 'bob', ['bob', 'cleo'], {
    ...{ first, at, body: (w) => ({ content: 'You do', receiver: w.cleo.id }) },
  }),
  row('alice, who owns it, deletes her account', 'DELETE /api/v1/users/me', 'alice', ['bob', 'cleo'], {
    ...{ first, gone: 'alice', body: just({ password: PASSWORD }) },
  }),
]
