import type { Endpoint } from '../../http/endpoint.ts'
import type { House } from '../../http/house.ts'
import type { Sender } from '../../outbox/lane.ts'
import type { Hub } from '../hub.ts'
import { openApns } from './apns.ts'
import { openAwake } from './awake.ts'
import { openFcm, readCredentials } from './fcm.ts'
import { followStep } from './follow.ts'
import type { Envelopes } from './notice.ts'
import { deviceRoutes, type Ways } from './routes.ts'
import { openPushSender, type Reaches, type Reading } from './send.ts'
import { openVapid } from './vapid.ts'
import { openWebPush } from './web-push.ts'

/** Where those who carry push are reached; tests have their own. */
export interface PushPlaces {
  fcmUrl?: string
  apnsUrl?: string
  /** PEM of the authority that their certificates are from. */
  ca?: string
}

export interface Push {
  /** For the channel `push` of the outbox. */
  send: Sender
  endpoints: Endpoint[]
  ways: Ways
  /** Puts into the outbox all that the log has said. */
  run(): Promise<void>
  /** From now on by itself. */
  start(): void
  close(): Promise<void>
}

/** Several entries that come together are looked at together. */
const SOON_MS = 100
/** Every process hears what is said anywhere; this is for what was said while none was there to look. */
const LOOK_EVERY_MS = 10_000
const FAR = 1000

/** Reaches people who are away on their devices. */
export function openPush(
  house: House,
  hub: Hub,
  reading: Reading,
  envelopes: Envelopes,
  places: PushPlaces = {},
): Push {
  const { config, secrets, clock, tail, commit, logger, db } = house
  const awake = openAwake(house, hub)
  const vapid = openVapid(secrets.tokenKey, clock, config.pushContact)
  const privateNetworks = config.pushPrivateNetworks
  const apns = config.apns && openApns(config.apns, clock, places.apnsUrl ?? config.apns.url, places.ca)
  const fcm =
    config.fcmCredentials &&
    openFcm(readCredentials(config.fcmCredentials), clock, places.fcmUrl ?? 'https://fcm.googleapis.com')
  const reaches: Reaches = {
    webpush: openWebPush({ vapid, clock, privateNetworks, envelopes, ca: places.ca }),
    ...(apns ? { apns: apns.reach } : {}),
    ...(fcm ? { fcm } : {}),
  }
  const kinds = (['fcm', 'apns', 'webpush'] as const).filter((kind) => reaches[kind])
  const ways: Ways = { kinds, publicKey: vapid.publicKey, privateNetworks }
  let running: Promise<void> | undefined
  let soon: Timer | undefined
  let timer: Timer | undefined
  let closed = false

  async function run() {
    if (await isBehind()) while (!closed && (await commit((tx) => followStep(tx, awake, reading))));
  }

  /** Where nobody has a device, the cursor follows from afar. */
  async function isBehind(): Promise<boolean> {
    const anybody = await db.reader.selectFrom('devices').select('id').limit(1).executeTakeFirst()
    const row = await db.reader
      .selectFrom('counters')
      .select('value')
      .where('name', '=', 'pushed')
      .executeTakeFirst()
    return row !== undefined && row.value + (anybody ? 0 : FAR) < tail.head.seq
  }

  function look() {
    clearTimeout(soon)
    soon = undefined
    running ??= run()
      .catch((error) => logger.warn({ err: error }, 'push could not follow the log; trying again'))
      .finally(() => {
        running = undefined
      })
  }

  return {
    send: openPushSender(house, awake, reaches, reading),
    ways,
    endpoints: deviceRoutes(ways),
    run,
    start() {
      const off = (['fcm', 'apns'] as const).filter((kind) => !reaches[kind])
      if (off.length > 0) logger.warn({ off }, 'no credentials for these ways to push, so they are off')
      tail.listen({
        entry({ alert }) {
          if (alert === null || soon || closed) return
          soon = setTimeout(look, SOON_MS)
          soon.unref()
        },
      })
      look()
      timer = setInterval(look, LOOK_EVERY_MS)
      timer.unref()
    },
    async close() {
      closed = true
      clearTimeout(soon)
      clearInterval(timer)
      await running
      awake.close()
      apns?.close()
    },
  }
}
