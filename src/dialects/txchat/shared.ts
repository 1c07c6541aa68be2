import { type Endpoint, endpoint, openEndpoint } from '../../http/endpoint.ts'
import { type Numbered, numberedPageOf, numberedQuery, toNumberedPage } from '../../http/numbered-pages.ts'
import { text, type z } from '../../http/schemas.ts'
import { setPicture } from '../../media/pictures.ts'
import { Problem } from '../../problem.ts'
import { toPerson } from '../../projects/person.ts'
import { findUsers, findUsersByPage } from '../../users/find.ts'
import { languageOf } from '../../users/language.ts'
import { Grant, signIn } from '../../users/session-routes.ts'
import { openSession } from '../../users/sessions.ts'
import { signUp } from '../../users/sign-up.ts'
import { findUser, Me } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import { bakeCookie } from '../doors.ts'
import { originOf } from '../origin.ts'
import { ava, namePart } from './account.ts'
import { asTheyKnow } from './as-they-know.ts'
import { readAva } from './ava.ts'
import { guests, isOldAddress } from './refusal.ts'
import { TokenAnswer, tokenAnswer } from './token-answer.ts'
import { nameOf, toUserItem, UserItem } from './user-item.ts'

const tag = ['users', 'txchat']
const REGISTERED = 'Successfully registered.'
const TAKEN = 'User already exists. Please Log in.'

/** What these clients and ours find at one address: each takes from the answer what it knows. */
export function joining(room: Room): (ours: Endpoint) => Endpoint {
  const joined: Record<string, (ours: Endpoint) => Endpoint> = {
    'post /api/v1/users': (ours) => registering(room, ours),
    'get /api/v1/users': listing,
    'get /api/v1/users/me': myself,
    'post /api/v1/users/me/stream-ticket': (ours) => ({ ...ours, tag, guests }),
  }
  return (ours) => {
    const join = joined[`${ours.method} ${ours.path}`]
    if (join) return join(ours)
    return /^\/api\/v1\/(?:projects|messages)(?:\/|$)/.test(ours.path)
      ? { ...telling(ours), tag: [ours.tag, 'txchat'].flat(), guests }
      : ours
  }
}

/** Of projects and messages: the answer of ours, with what these clients find in it. */
function telling(ours: Endpoint): Endpoint {
  const { run, change } = ours
  return {
    ...ours,
    ...(run && {
      run: async (house, call) => asTheyKnow(await run(house, call), originOf(house, call.request)),
    }),
    ...(change && {
      change: async (tx, call, house) =>
        asTheyKnow(await change(tx, call, house), originOf(house, call.request)),
    }),
  }
}

/** Whoever tells his name in two parts is a client of theirs. */
function registering({ tokens }: Room, { body, summary, description }: Endpoint): Endpoint {
  const Both = (body as z.ZodObject)
    .extend({ first_name: namePart.optional(), last_name: namePart.optional(), ava })
    .superRefine((said, context) => {
      if (!isTheirs(said)) return
      for (const name of ['email', 'first_name', 'last_name'])
        if ((said as Record<string, unknown>)[name] === undefined)
          context.addIssue({ code: 'custom', path: [name], message: 'is missing' })
    })
  type Said = Parameters<typeof signUp>[1] & { first_name?: string; last_name?: string; ava?: string | null }
  return {
    ...openEndpoint({
      method: 'post',
      path: '/api/v1/users',
      tag,
      summary,
      description: `${description} Clients of txchat give \`first_name\` and \`last_name\`, and find their token as \`authorization\`.`,
      body: Both.openapi({
        example: {
          username: 'alice',
          email: 'alice@example.org',
          password: 'correct horse',
          name: 'Alice Martin',
        },
      }),
      answer: Grant.extend({ user: Me }).extend(TokenAnswer.shape).openapi('SignedInAnywhere'),
      status: 201,
      async run(house, { body, caller, headers, request }) {
        const { first_name, last_name, ava, ...said } = body as unknown as Said
        const { config } = house
        const theirs = isTheirs(body)
        const picture = await readAva(ava, config)
        const name = theirs ? nameOf(first_name!, last_name!) : said.name
        const passwordMin = theirs ? config.dialectPasswordMin : config.passwordMin
        const from = { ...caller, language: languageOf(request.headers.get('accept-language')), passwordMin }
        const { user, done } = await signUp(house, { ...said, name }, from, async (tx, { id }) => {
          if (picture) await setPicture(tx, id, picture)
          return openSession(tx, id, caller, config.sessionMs)
        })
        const signed = await signIn(house, tokens, user, done, {})
        bakeCookie(house, done, request, headers)
        if (theirs)
          return { ...signed, ...(await tokenAnswer(house, tokens, user.id, done.sessionId, REGISTERED)) }
        // Ours know refresh tokens: they are given nothing that lasts longer.
        const { access_token: authorization, expires_in: token_expires_in } = signed
        return { ...signed, message: REGISTERED, authorization, token_expires_in }
      },
    }),
    guests: {
      ...guests,
      refuse(problem, status, request) {
        const said = problem.code === 'conflict' ? new Problem('conflict', TAKEN) : problem
        return guests.refuse(said, status, request)
      },
    },
  }
}

const isTheirs = (body: object) => 'first_name' in body || 'last_name' in body

interface Wanted extends Numbered {
  query: string
  after: string | undefined
  limit: number
  filter_by: string
}

/** One of their parameters; or their address, which ends with a stroke, without one of ours. */
function asksForPage(request: Request): boolean {
  const { searchParams } = new URL(request.url)
  const hasOneOf = (...names: string[]) => names.some((name) => searchParams.has(name))
  return (
    hasOneOf('page', 'per_page', 'filter_by') ||
    (isOldAddress(request) && !hasOneOf('query', 'after', 'limit'))
  )
}

function listing({ query, answer, summary }: Endpoint): Endpoint {
  const Both = (query as z.ZodObject).extend({
    ...numberedQuery,
    filter_by: text(100).default('').openapi({ description: 'Part of the username or the name' }),
  })
  return {
    ...endpoint({
      method: 'get',
      path: '/api/v1/users',
      tag,
      summary,
      description:
        'With `page`, `per_page` or `filter_by`, or at `/api/v1/users/`: a page as clients of txchat know it, with myself in it.',
      query: Both,
      answer: (answer as z.ZodObject).or(numberedPageOf(UserItem)),
      async run({ db, config }, { actor, query, request }) {
        const wanted = query as unknown as Wanted
        if (!asksForPage(request)) return findUsers(db, actor.id, wanted.query, wanted.after, wanted.limit)
        const me = await findUser(db.reader, actor.id)
        const { total, users } = await findUsersByPage(db, me, wanted.filter_by, wanted)
        const origin = originOf({ config }, request)
        const items = users.map((user) => toUserItem(me, user, origin))
        return toNumberedPage(request, wanted, total, items)
      },
    }),
    guests,
  }
}

function myself(ours: Endpoint): Endpoint {
  const more = UserItem.pick({ first_name: true, last_name: true, ava: true, admin: true, archived: true })
  return {
    ...ours,
    tag,
    answer: (ours.answer as typeof Me).extend(more.shape).openapi('Myself'),
    guests,
    async run(house, call) {
      const me = (await ours.run!(house, call)) as Me
      const { first_name, last_name, picture } = toPerson(me)
      const ava = picture ? { ava: originOf(house, call.request) + picture } : {}
      // Whoever is archived asks for nothing.
      return { ...me, first_name, last_name, ...ava, admin: me.is_admin, archived: false }
    },
  }
}
