import { expect, test } from 'bun:test'
import { anotherApp } from '../../test/another-app.ts'
import { ask, type Client, PASSWORD, withGrant } from '../../test/client.ts'
import { databases } from '../../test/databases.ts'
import { type Listener, listens } from '../../test/listener.ts'
import { type Stage, stage } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import type { Wire } from './connection.ts'

type End = (its: Stage, laptop: Client, phone: Client) => Promise<unknown>

async function reuse({ url }: Stage, { refreshToken }: Client) {
  const refresh = (refresh_token: string) => ask(url, 'POST', '/api/v1/sessions/refresh', { refresh_token })
  const second = await refresh(refreshToken)
  await refresh(second.body.refresh_token)
  expect((await refresh(refreshToken)).status).toBe(401)
}

/** How sessions end, and whether those of the laptop and of the phone do. */
const endings: Record<string, { end: End; laptop: boolean; phone: boolean }> = {
  'is revoked from the phone': {
    end: (its, laptop, phone) => its.must(phone, 'DELETE', `/api/v1/sessions/${laptop.sessionId}`),
    laptop: true,
    phone: false,
  },
  'logs out': {
    end: (its, laptop) => its.must(laptop, 'DELETE', '/api/v1/sessions/current'),
    laptop: true,
    phone: false,
  },
  'comes with a refresh token of before': { end: reuse, laptop: true, phone: false },
  'changes the password': {
    end: (its, laptop) =>
      its.must(laptop, 'PUT', '/api/v1/users/me/password', {
        old_password: PASSWORD,
        password: 'another horse battery',
      }),
    laptop: false,
    phone: true,
  },
  'is suspended': {
    end: (its, laptop) => its.must(its.here.root, 'POST', `/api/v1/admin/users/${laptop.id}/suspend`),
    laptop: true,
    phone: true,
  },
  'deletes the account': {
    end: (its, laptop) => its.must(laptop, 'DELETE', '/api/v1/users/me', { password: PASSWORD }),
    laptop: true,
    phone: true,
  },
}

async function logIn(url: string, username: string): Promise<Client> {
  const { body } = await ask(url, 'POST', '/api/v1/sessions', { username, password: PASSWORD })
  return withGrant(url, body)
}

async function everywhere(urls: string[], who: Client): Promise<Listener[]> {
  const ears = urls.flatMap((url) => Object.values(listens).map((listen) => listen(url, who.token)))
  await Promise.all(ears.map((ear) => ear.ready))
  return ears
}

async function expectCut(url: string, who: Client, ears: Listener[]) {
  await Promise.all(ears.map((ear) => ear.ended))
  for (const listen of Object.values(listens))
    expect((await listen(url, who.token).ended).problem).toMatchObject({
      code: 'unauthenticated',
      status: 401,
    })
}

async function expectWell(its: Stage, who: Client, ears: Listener[]) {
  expect(ears.map((ear) => ear.isOver())).toEqual(ears.map(() => false))
  await its.must(who, 'PATCH', '/api/v1/users/me', { name: 'Emil' })
  await Promise.all(ears.map((ear) => until(() => ear.heard.at(-1)?.kind === 'me.updated')))
  ears.forEach((ear) => ear.close())
}

for (const database of databases)
  test(`${database.name}: whoever's session ends is cut off at every door, and nobody else`, async () => {
    await using its = await stage(database)
    await using other = database.name === 'postgres' ? await anotherApp(its.server) : undefined
    const urls = other ? [its.url, other.url] : [its.url]
    const of_bob = await everywhere(urls, its.bob)
    for (const [what, { end, laptop: cutsLaptop, phone: cutsPhone }] of Object.entries(endings)) {
      const username = `emil-${what.length}`
      await its.here.newcomer(username)
      const laptop = await logIn(its.url, username)
      const phone = await logIn(its.url, username)
      const [of_laptop, of_phone] = [await everywhere(urls, laptop), await everywhere(urls, phone)]
      await end(its, laptop, phone)
      await (cutsLaptop ? expectCut(its.url, laptop, of_laptop) : undefined)
      await (cutsPhone ? expectCut(its.url, phone, of_phone) : expectWell(its, phone, of_phone))
      if (!cutsLaptop) await expectWell(its, laptop, of_laptop)
    }
    expect(of_bob.some((ear) => ear.isOver())).toBe(false)
    await its.say('still here')
    await Promise.all(of_bob.map((ear) => until(() => ear.heard.at(-1)?.kind === 'message.sent')))
  }, 20_000)

test('who hears that his session ended hears it as the last thing, and then that he need not come back', async () => {
  await using its = await stage(databases[0]!)
  const ears = await everywhere([its.url], its.bob)
  await its.must(its.bob, 'DELETE', '/api/v1/sessions/current')
  for (const ear of ears) await ear.ended
  expect(ears.map((ear) => ear.heard.map((entry) => [entry.kind, entry.body.reason]))).toEqual(
    ears.map(() => [['session.revoked', 'logout']]),
  )
  expect(await ears[0]!.ended).toEqual({ reason: 'io server disconnect' })
  expect(await ears[1]!.ended).toEqual({ reason: 'io server disconnect' })
})

test('a session that ends between the look at its token and the opening is not let in', async () => {
  await using its = await stage(databases[0]!)
  const { hub } = its.server.app
  const who = { id: its.bob.id, sessionId: its.bob.sessionId, expiresAt: Number.MAX_SAFE_INTEGER }
  const wire: Wire = {
    transport: 'sse',
    entry() {},
    signal() {},
    ready() {},
    drained: async () => {},
    end() {},
  }
  hub.close(hub.open(who, wire, undefined))
  await its.must(its.bob, 'DELETE', '/api/v1/sessions/current')
  expect(() => hub.open(who, wire, undefined)).toThrow('The session has ended')
})
