import { expect, test } from 'bun:test'
import { password } from '../../test/api.ts'
import { databases } from '../../test/databases.ts'
import { housePosting, type Posting, tokenIn } from '../../test/post.ts'
import { hour, minute } from '../clock.ts'

const address = 'erik@example.org'

/** Erik, who has an account with an address, in a house that is otherwise as quiet as can be. */
async function withErik(its: Posting) {
  const { body } = await its.signUp('erik', { email: address, name: 'Erik' })
  await its.post()
  return {
    id: body.user.id as string,
    sessionId: body.session_id as string,
    token: body.access_token as string,
  }
}

const forget = (its: Posting, email: string, headers = {}) =>
  its.ask('POST', '/password-resets', { email }, headers)
const redeem = (its: Posting, token: string, next = 'another password') =>
  its.ask('POST', '/password-resets/redeem', { token, password: next })

/** Everything about an answer but what is different each time. */
const shown = ({ status, headers, body }: Awaited<ReturnType<typeof forget>>) => ({
  status,
  headers: [...headers].filter(([name]) => name !== 'x-request-id'),
  body: { ...body, request_id: undefined },
})

for (const database of databases) {
  test(`${database.name}: who has forgotten his password chooses another by a link, and is logged out everywhere`, async () => {
    await using its = await housePosting(database)
    const erik = await withErik(its)
    const asked = await forget(its, 'ERIK@example.org', { 'Accept-Language': 'fr' })
    expect([asked.status, asked.body]).toEqual([202, { mail: 'on' }])
    const [mail] = await its.post()
    expect([mail!.to, mail!.subject]).toEqual([
      [address],
      'Choisissez un nouveau mot de passe pour talk.example.org',
    ])
    expect(mail!.text).toContain('\nhttp://talk.example.org/app/reset#token=')
    expect(mail!.raw).not.toMatch(/Erik|Bonjour/)
    const token = tokenIn(mail!)
    expect((await redeem(its, token, 'short')).status).toBe(400)
    expect((await redeem(its, token)).status).toBe(204)
    expect((await redeem(its, token)).status).toBe(404)
    expect((await its.as(erik)('GET', '/users/me')).status).toBe(401)
    expect((await its.logIn({ username: 'erik', password })).status).toBe(401)
    const again = await its.logIn({ username: 'erik', password: 'another password' })
    // Who reads its mail has the address.
    expect([again.status, again.body.user.email_verified]).toEqual([201, true])
    const [notice] = await its.post()
    expect([notice!.to, notice!.subject]).toEqual([
      [address],
      'Your password for talk.example.org was changed',
    ])
    expect(notice!.text).toContain('Hello Erik,')
    const kinds = (await its.hears(erik)).map(({ kind, body }) => [kind, body.reason])
    expect(kinds).toContainEqual(['session.revoked', 'password'])
  })

  test(`${database.name}: once his address is confirmed, the mail tells him by which name he is known`, async () => {
    await using its = await housePosting(database)
    const erik = await withErik(its)
    await its.as(erik)('POST', '/users/me/email/verification', {})
    await its.ask('POST', '/email-verifications', { token: tokenIn((await its.post())[0]!) })
    await forget(its, address)
    const [mail] = await its.post()
    expect(mail!.text).toContain('Hello Erik,')
    expect(mail!.text).toContain('Your username there is erik.')
  })

  test(`${database.name}: nobody learns by asking who has an account: not by the answer, nor by what is stored`, async () => {
    await using its = await housePosting(database)
    await withErik(its)
    const stored = () =>
      its.house.db.reader.selectFrom('outbox').selectAll().where('state', '=', 'waiting').execute()
    for (let n = 0; n < 6; n++) {
      const known = shown(await forget(its, address))
      const unknown = shown(await forget(its, 'nobody@example.org'))
      expect(known).toEqual(unknown)
      expect(known.status).toBe(202)
    }
    const rows = await stored()
    expect(rows.map((row) => row.recipient).toSorted()).toEqual([address, 'nobody@example.org'])
    const [one, other] = rows.map(({ id, recipient, ...rest }) => rest)
    expect(one).toEqual(other!)
    expect((await its.post()).map(({ to }) => to)).toEqual([[address]])
    const states = await its.house.db.reader
      .selectFrom('outbox')
      .select(['recipient', 'state', 'body'])
      .execute()
    expect(states.filter((row) => row.recipient === 'nobody@example.org')).toEqual([
      { recipient: 'nobody@example.org', state: 'skipped', body: 'null' },
    ])
    const suspended = await its.signUp('fay', { email: 'fay@example.org' })
    await its.as(its.alice)('POST', `/admin/users/${suspended.body.user.id}/suspend`)
    await its.post()
    expect((await forget(its, 'fay@example.org')).status).toBe(202)
    expect(await its.post()).toEqual([])
  })

  test(`${database.name}: nor by how long it takes`, async () => {
    await using its = await housePosting(database)
    const took: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
    for (let n = 0; n < 60; n++) {
      await its.house.commit(({ db }) => db.deleteFrom('login_failures').execute())
      const which = n % 2 ? 'known' : 'unknown'
      const email = `p${n >> 1}@${which}.org`
      if (which === 'known')
        await its.house.commit(({ db }) =>
          db.updateTable('users').set({ email }).where('id', '=', its.bob.id).execute(),
        )
      const began = performance.now()
      expect((await forget(its, email)).status).toBe(202)
      took[which].push(performance.now() - began)
    }
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!
    // To look somebody up and to make a link for him takes several times as long.
    expect(median(took.known) / median(took.unknown)).toBeWithin(0.6, 1.67)
  })

  test(`${database.name}: a link is good for an hour, and for no longer than the password and the address stay`, async () => {
    await using its = await housePosting(database)
    const erik = await withErik(its)
    async function freshLink() {
      its.clock.move(2 * hour)
      await forget(its, address)
      return tokenIn((await its.post()).at(-1)!)
    }
    const late = await freshLink()
    its.clock.move(hour)
    expect((await redeem(its, late)).status).toBe(404)
    const inTime = await freshLink()
    await forget(its, address)
    const other = tokenIn((await its.post())[0]!)
    its.clock.move(hour - 1)
    expect((await redeem(its, other)).status).toBe(204)
    expect((await redeem(its, inTime)).status).toBe(404)
    const login = async () => (await its.logIn({ username: 'erik', password: 'another password' })).body
    const beforeChange = await freshLink()
    const change = { old_password: 'another password', password: 'another password' }
    await its.as((await login()).access_token)('PUT', '/users/me/password', change)
    expect((await redeem(its, beforeChange)).status).toBe(404)
    const beforeMove = await freshLink()
    const move = { email: 'else@example.org', password: 'another password' }
    expect((await its.as((await login()).access_token)('PATCH', '/users/me', move)).status).toBe(200)
    expect((await redeem(its, beforeMove)).status).toBe(404)
    expect(erik.id).toBeTruthy()
  })

  test(`${database.name}: of many who use one link at once, one does`, async () => {
    await using its = await housePosting(database)
    await withErik(its)
    await forget(its, address)
    const token = tokenIn((await its.post())[0]!)
    const tries = await Promise.all(
      ['first one', 'second one', 'third one'].map((next) => redeem(its, token, next)),
    )
    expect(tries.map(({ status }) => status).toSorted()).toEqual([204, 404, 404])
    const logins = await Promise.all(
      ['first one', 'second one', 'third one'].map((next) => its.logIn({ username: 'erik', password: next })),
    )
    expect(logins.map(({ status }) => status).toSorted()).toEqual([201, 401, 401])
  })

  test(`${database.name}: who locked himself out gets in with what he has chosen`, async () => {
    await using its = await housePosting(database)
    const { body } = await its.signUp('Élise', { email: 'elise@example.org' })
    await its.post()
    for (let n = 0; n < 7; n++) await its.logIn({ username: 'Élise', password: 'wrong' })
    expect((await its.logIn({ username: 'Élise', password })).status).toBe(429)
    await forget(its, 'elise@example.org')
    await redeem(its, tokenIn((await its.post())[0]!))
    const again = await its.logIn({ username: 'Élise', password: 'another password' })
    expect([again.status, again.body.user.id]).toEqual([201, body.user.id])
  })

  test(`${database.name}: a link of the other kind opens nothing`, async () => {
    await using its = await housePosting(database)
    await its.signUp('erik', { email: address })
    await forget(its, address)
    const mails = await its.post()
    const [welcome, reset] = ['verify', 'reset'].map(
      (page) => mails.find(({ text }) => text.includes(`/app/${page}#`))!,
    )
    expect((await redeem(its, tokenIn(welcome!))).status).toBe(404)
    expect((await its.ask('POST', '/email-verifications', { token: tokenIn(reset!) })).status).toBe(404)
  })

  test(`${database.name}: from one address of the net, only so many are asked for, whoever they are`, async () => {
    await using its = await housePosting(database)
    const statuses = new Set<number>()
    for (let n = 0; n < 101; n++) statuses.add((await forget(its, `n${n}@example.org`)).status)
    expect([...statuses]).toEqual([202, 429])
    its.clock.move(minute)
    expect((await forget(its, 'n200@example.org')).status).toBe(202)
  })
}
