import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Overrides } from '../src/app.ts'
import { certificate } from './certificate.ts'
import type { Client } from './client.ts'
import type { Database } from './databases.ts'
import { movableClock } from './house.ts'
import { apnsService, fcmService, webPushService } from './push-services.ts'
import { stage } from './stage.ts'

const hex = (name: string) => Buffer.from(name.padEnd(32, '.')).toString('hex')

/** The stage, and the push services of Google, Apple and a browser around it. */
export async function pushStage(
  database: Database,
  options: Overrides & { env?: Record<string, string> } = {},
) {
  const clock = movableClock()
  const [fcm, apns, web] = [fcmService(clock), await apnsService(clock), webPushService(clock)]
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const env = {
    PARLEY_FCM_CREDENTIALS: file('fcm.json', JSON.stringify(fcm.credentials)),
    PARLEY_APNS_KEY_FILE: file('apns.p8', apns.keyPem),
    PARLEY_APNS_KEY_ID: 'KEY1234567',
    PARLEY_APNS_TEAM_ID: 'TEAM123456',
    PARLEY_APNS_TOPIC: 'org.example.parley',
    PARLEY_PUSH_CONTACT: 'mailto:root@example.org',
    PARLEY_PUSH_PRIVATE_NETWORKS: 'true',
    ...options.env,
  }
  const pushPlaces = { fcmUrl: fcm.url, apnsUrl: apns.url, ca: certificate().cert }
  const on = await stage(database, { clock, pushPlaces, ...options, env })
  const register = (who: Client, body: object) => on.must(who, 'PUT', '/api/v1/devices/current', body)
  return {
    ...on,
    clock,
    fcm,
    apns,
    web,
    env,
    pushPlaces,
    register,
    android: (who: Client, more: object = {}) =>
      register(who, { kind: 'fcm', token: `android-of-${who.username}`, ...more }),
    iphone: (who: Client, more: object = {}) =>
      register(who, { kind: 'apns', token: hex(who.username), ...more }),
    browser: (who: Client, more: object = {}) =>
      register(who, { kind: 'webpush', subscription: web.subscribe(who.username), ...more }),
    /** Everything that is due goes out. */
    async settle() {
      await on.server.app.push.run()
      await on.server.app.outbox.run()
    },
    outbox: () => on.server.house.db.reader.selectFrom('outbox').selectAll().orderBy('id').execute(),
    async [Symbol.asyncDispose]() {
      await on[Symbol.asyncDispose]()
      for (const service of [fcm, apns, web]) service.close()
      rmSync(folder, { recursive: true })
    },
  }
}

export type PushStage = Awaited<ReturnType<typeof pushStage>>
