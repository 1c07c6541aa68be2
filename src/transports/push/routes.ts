import { dialectNames } from '../../config.ts'
import type { DeviceKind, DeviceRow } from '../../db/schema.ts'
import { change, type Endpoint, endpoint } from '../../http/endpoint.ts'
import type { Actor } from '../../http/house.ts'
import { id, text, time, z } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { language } from '../../users/user.ts'
import { listDevices, type Registration, registerDevice, removeDevice } from './devices.ts'
import { areKeys } from './encrypt.ts'
import { addressIn, isPublic } from './public-address.ts'

const tag = 'devices'
const kind = z.enum(['fcm', 'apns', 'webpush'])

const Device = z
  .object({
    id: z.string(),
    kind,
    current: z.boolean().openapi({ description: 'That of the session which asks' }),
    app: z.string().nullable(),
    language: language.nullable(),
    shows_text: z.boolean(),
    created_at: time,
    updated_at: time,
  })
  .openapi('Device')

const about = {
  // Clients of a dialect register by its own calls, and read notices in another form than ours.
  app: text(200, 1)
    .refine((app) => !(dialectNames as readonly string[]).includes(app), 'must not be the name of a dialect')
    .optional()
    .openapi({ description: 'Which app this is, in your words; not the name of a dialect' }),
  language: language.optional().openapi({ description: 'Of the notices; yours, if not given' }),
  shows_text: z
    .boolean()
    .default(true)
    .openapi({ description: 'May what was written be seen on its locked screen?' }),
}

export const subscription = z.strictObject({
  endpoint: text(2000, 1),
  expirationTime: z.number().nullable().optional(),
  keys: z
    .strictObject({ p256dh: text(100, 1), auth: text(40, 1) })
    .refine(areKeys, 'must be the keys of a subscription, as the browser gives them'),
})

export const fcmToken = text(4096, 1).regex(/^[\x21-\x7e]+$/, 'must be a token as Firebase gave it')
export const apnsToken = z
  .string()
  .regex(/^(?:[0-9a-f]{2}){16,200}$/i, 'must be a token as iOS gave it, in hexadecimal')

const Registering = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fcm'),
    token: fcmToken,
    ...about,
  }),
  z.strictObject({
    kind: z.literal('apns'),
    token: apnsToken,
    ...about,
  }),
  z.strictObject({ kind: z.literal('webpush'), subscription, ...about }),
])

/** Which ways out there are, and what browsers need to know of one of them. */
export interface Ways {
  kinds: DeviceKind[]
  publicKey: string
  privateNetworks: boolean
}

export function deviceRoutes(ways: Ways): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/api/v1/push',
      tag,
      summary: 'How this server reaches devices',
      description:
        '`kinds` are those for which it has credentials; browsers subscribe with `public_key` (the `applicationServerKey`, base64url).',
      answer: z.object({ kinds: z.array(kind), public_key: z.string() }),
      run: async () => ({ kinds: ways.kinds, public_key: ways.publicKey }),
    }),
    change({
      method: 'put',
      path: '/api/v1/devices/current',
      tag,
      summary: 'Be told here while I am away',
      description:
        'Says where this session is reached by push. It ends with the session. Say it at each start: tokens change.',
      body: Registering,
      answer: Device,
      async change(tx, { actor, body }) {
        if (!ways.kinds.includes(body.kind))
          throw new Problem('invalid', `body.kind: this server has no credentials for ${body.kind}`)
        const { app = null, language = null, shows_text } = body
        const its: Registration = { ...readAddress(body, ways), app, language, showsText: shows_text }
        return toDevice(await registerDevice(tx, actor, its), actor)
      },
    }),
    endpoint({
      method: 'get',
      path: '/api/v1/devices',
      tag,
      summary: 'My devices',
      answer: z.object({ items: z.array(Device) }),
      async run({ db, clock }, { actor }) {
        const rows = await listDevices(db.reader, actor.id, clock.now())
        return { items: rows.map((row) => toDevice(row, actor)) }
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/devices/current',
      tag,
      summary: 'Be told nothing here any more',
      async change(tx, { actor }) {
        await removeDevice(tx, actor, { session_id: actor.sessionId })
        return undefined
      },
    }),
    change({
      method: 'delete',
      path: '/api/v1/devices/{device}',
      tag,
      summary: 'Be told nothing on one of my devices any more',
      params: z.object({ device: id }),
      async change(tx, { actor, params }) {
        await removeDevice(tx, actor, { id: params.device })
        return undefined
      },
    }),
  ]
}

function readAddress(body: z.output<typeof Registering>, ways: Ways) {
  if (body.kind === 'webpush')
    return {
      kind: body.kind,
      address: readEndpoint(body.subscription.endpoint, ways),
      keys: body.subscription.keys,
    }
  // Hexadecimal in any case is the same token.
  const address = body.kind === 'apns' ? body.token.toLowerCase() : body.token
  return { kind: body.kind, address, keys: null }
}

/** A name is looked up only when something is sent: what it means then is what counts. */
export function readEndpoint(text: string, { privateNetworks }: Pick<Ways, 'privateNetworks'>): string {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.username || url.password)
    throw new Problem('invalid', 'body.subscription.endpoint: must be an https:// address')
  const address = addressIn(url)
  const isHere = address ? !isPublic(address) : /(?:^|\.)(?:localhost|local|internal)\.?$/.test(url.hostname)
  if (isHere && !privateNetworks)
    throw new Problem('invalid', 'body.subscription.endpoint: must be on the public Internet')
  return url.href
}

function toDevice(row: DeviceRow, actor: Actor): z.input<typeof Device> {
  const { id, kind, app, language, created_at, updated_at } = row
  const current = row.session_id === actor.sessionId
  return { id, kind, current, app, language, shows_text: row.shows_text === 1, created_at, updated_at }
}
