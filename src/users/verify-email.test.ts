import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { housePosting, type Posting, tokenIn } from '../../test/post.ts'
import { day, hour, minute } from '../clock.ts'

const emails = { bob: 'bob@example.org', other: 'other@example.org' }
const verification = '/users/me/email/verification'

async function setEmail(its: Posting, who: Posting['bob'], email: string | null) {
  const answer = await its.as(who)('PATCH', '/users/me', { email })
  expect([answer.status, answer.body.email]).toEqual([200, email])
}

const verify = (its: Posting, token: string) => its.ask('POST', '/email-verifications', { token })

async function me(its: Posting, who: Posting['bob']) {
  const { email, email_verified } = (await its.as(who)('GET', '/users/me')).body
  return [email, email_verified]
}

for (const database of databases) {
  test(`${database.name}: who registers with an address is welcomed, in his language, and confirms it`, async () => {
    await using its = await housePosting(database)
    const register = (username: string, more: object, language: string) =>
      its.ask(
        'POST',
        '/users',
        { username, password: 'correct horse', ...more },
        { 'Accept-Language': language },
      )
    const erik = await register(
      'erik',
      { email: 'Erik@Example.org', name: 'Visit evil.example' },
      'fr-CA, en;q=0.5',
    )
    expect([erik.status, erik.body.user.email_verified]).toEqual([201, false])
    await register('fay', { email: 'fay@example.org', language: 'en' }, 'fr')
    await register('gus', {}, 'fr')
    const mails = await its.post()
    expect(mails.map(({ to, subject }) => [...to, subject]).toSorted()).toEqual([
      ['erik@example.org', 'Bienvenue sur talk.example.org\u00a0: confirmez votre adresse e-mail'],
      ['fay@example.org', 'Welcome to talk.example.org: please confirm your e-mail address'],
    ])
    const welcome = mails.find(({ to }) => to[0] === 'erik@example.org')!
    expect(welcome.headers.get('from')).toBe('Walks <talk@example.org>')
    expect(welcome.headers.get('content-language')).toBe('fr')
    expect(welcome.text).toContain('\nhttp://talk.example.org/app/verify#token=')
    // Whoever that is, he must not be told what somebody unknown has written.
    expect(welcome.raw).not.toContain('evil')
    const verified = await verify(its, tokenIn(welcome))
    expect([verified.status, verified.body]).toEqual([200, { email: 'erik@example.org' }])
    const heard = await its.hears({ id: erik.body.user.id })
    expect(heard.at(-1)).toMatchObject({ kind: 'me.updated', body: { me: { email_verified: true } } })
  })

  test(`${database.name}: a link is good once, and only as long as it says`, async () => {
    await using its = await housePosting(database)
    const erik = await its.signUp('erik', { email: emails.bob })
    const [first] = await its.post()
    its.clock.move(2 * day)
    expect((await verify(its, tokenIn(first!))).status).toBe(404)
    const { access_token } = (await its.logIn({ username: 'erik' })).body
    expect((await its.as(access_token)('POST', verification, {})).body).toEqual({ mail: 'on' })
    const [second] = await its.post()
    its.clock.move(2 * day - 1)
    expect((await verify(its, tokenIn(second!))).status).toBe(200)
    expect((await verify(its, tokenIn(second!))).status).toBe(404)
    expect((await verify(its, 'no-token')).status).toBe(404)
    const again = (await its.logIn({ email: emails.bob })).body
    expect([again.user.id, again.user.email_verified]).toEqual([erik.body.user.id, true])
    expect((await its.as(again.access_token)('POST', verification, {})).status).toBe(409)
    const gus = (await its.signUp('gus')).body.access_token
    expect((await its.as(gus)('POST', verification, {})).status).toBe(400)
  })

  test(`${database.name}: of two who follow a link at once, one does`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.bob, emails.bob)
    const token = tokenIn((await its.post())[0]!)
    const both = await Promise.all([verify(its, token), verify(its, token), verify(its, token)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404, 404])
  })

  test(`${database.name}: another address ends the links to the one before, and the old one is told`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.bob, emails.bob)
    const [first] = await its.post()
    await setEmail(its, its.bob, emails.other)
    const mails = await its.post()
    expect(mails.map(({ to, subject }) => [...to, subject]).toSorted()).toEqual([
      [emails.bob, 'Your account at talk.example.org has another e-mail address'],
      [emails.other, 'Confirm your e-mail address for talk.example.org'],
    ])
    // What he is called is told only to an address that is known to be his; and where he has gone, to none.
    const notice = mails.find(({ to }) => to[0] === emails.bob)!
    expect(notice.raw).not.toMatch(/Hello|other@/)
    expect((await verify(its, tokenIn(first!))).status).toBe(404)
    const confirm = mails.find(({ to }) => to[0] === emails.other)!
    expect((await verify(its, tokenIn(confirm))).status).toBe(200)
    await setEmail(its, its.bob, null)
    const [gone] = await its.post()
    expect([gone!.to, gone!.text]).toEqual([[emails.other], expect.stringContaining('Hello bob,')])
  })

  test(`${database.name}: a link that is still on its way to an address is not sent when there is another`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.bob, emails.bob)
    await setEmail(its, its.bob, emails.other)
    const mails = await its.post()
    expect(mails.filter(({ text }) => text.includes('#token')).map(({ to }) => to)).toEqual([[emails.other]])
  })

  test(`${database.name}: who reads its mail takes an address from somebody who only said that it was his`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.dora, emails.bob)
    await setEmail(its, its.bob, emails.other)
    await its.post()
    expect((await its.as(its.bob)('PATCH', '/users/me', { email: emails.bob })).status).toBe(409)
    expect((await its.as(its.bob)('POST', verification, { email: emails.bob })).status).toBe(202)
    expect(await me(its, its.bob)).toEqual([emails.other, false])
    const [claim] = await its.post()
    expect(claim!.to).toEqual([emails.bob])
    const head = await its.head()
    expect((await verify(its, tokenIn(claim!))).body).toEqual({ email: emails.bob })
    expect(await me(its, its.bob)).toEqual([emails.bob, true])
    expect(await me(its, its.dora)).toEqual([null, false])
    expect(await its.hears(its.dora, head)).toMatchObject([
      { kind: 'me.updated', actor_id: null, body: { me: { email: null } } },
    ])
    expect((await its.post()).map(({ to }) => to)).toEqual([[emails.other]])
  })

  test(`${database.name}: nobody takes an address that is confirmed, and none can be found out by asking`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.bob, emails.bob)
    await verify(its, tokenIn((await its.post())[0]!))
    const taken = await its.as(its.cleo)('POST', verification, { email: emails.bob })
    const free = await its.as(its.cleo)('POST', verification, { email: emails.other })
    expect([taken.status, taken.body]).toEqual([free.status, free.body])
    const mails = await its.post()
    // The second took the place of the first, which only its reader could have used, and in vain.
    expect(mails.map(({ to }) => to).toSorted()).toEqual([[emails.bob], [emails.other]])
    const claim = mails.find(({ to }) => to[0] === emails.bob)!
    expect((await verify(its, tokenIn(claim))).status).toBe(409)
    expect(await me(its, its.bob)).toEqual([emails.bob, true])
  })

  test(`${database.name}: two who claim one address at the same time: one has it in the end`, async () => {
    await using its = await housePosting(database)
    for (const who of [its.bob, its.cleo]) await its.as(who)('POST', verification, { email: emails.bob })
    const tokens = (await its.post()).map(tokenIn)
    expect(tokens).toHaveLength(2)
    const answers = await Promise.all(tokens.map((token) => verify(its, token)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test(`${database.name}: asking again and again waits longer and longer`, async () => {
    await using its = await housePosting(database)
    const { user, session_id } = (await its.signUp('erik', { email: emails.bob })).body
    const erik = { id: user.id, sessionId: session_id }
    const ask = async () => {
      const { status, headers } = await its.as(erik)('POST', verification, {})
      return status === 202 ? 'sent' : Number(headers.get('retry-after')) / 60
    }
    const waits: (number | 'sent')[] = []
    while (waits.filter((one) => one === 60).length < 2 && waits.length < 50) {
      const answer = await ask()
      waits.push(answer)
      if (answer !== 'sent') its.clock.move(answer * minute)
    }
    expect(waits.filter((one) => one !== 'sent').slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32])
    its.clock.move(day + hour)
    expect(await ask()).toBe('sent')
  })

  test(`${database.name}: where too much was sent, a change of address is made without a link`, async () => {
    await using its = await housePosting(database)
    for (let n = 0; n < 5; n++) await setEmail(its, its.bob, `bob${n}@example.org`)
    const links = (await its.post()).filter(({ text }) => text.includes('#token'))
    expect([links.length, await me(its, its.bob)]).toEqual([0, ['bob4@example.org', false]])
  })

  test(`${database.name}: whose account is suspended or gone confirms nothing`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.bob, emails.bob)
    await setEmail(its, its.cleo, emails.other)
    const mails = await its.post()
    await its.as(its.alice)('POST', `/admin/users/${its.bob.id}/suspend`)
    for (const mail of mails) {
      const { status } = await verify(its, tokenIn(mail))
      expect([mail.to[0], status]).toEqual([mail.to[0], mail.to[0] === emails.bob ? 404 : 200])
    }
  })

  test(`${database.name}: where there is no mail, the answer says so, and nothing waits for ever`, async () => {
    await using its = await housePosting(database, { PARLEY_SMTP_URL: '' })
    await setEmail(its, its.bob, emails.bob)
    expect((await its.as(its.bob)('POST', verification, {})).body).toEqual({ mail: 'off' })
    const rows = await its.house.db.reader.selectFrom('outbox').selectAll().execute()
    expect([rows, await its.post()]).toEqual([[], []])
  })

  test(`${database.name}: the database has no token, neither before nor after it was sent`, async () => {
    await using its = await housePosting(database)
    await setEmail(its, its.bob, emails.bob)
    const { db } = its.house
    expect((await db.reader.selectFrom('outbox').selectAll().execute()).map((row) => row.body)).toEqual([
      '{"mail":"confirm-email","language":"en","name":null}',
    ])
    const token = tokenIn((await its.post())[0]!)
    const links = await db.reader.selectFrom('mail_links').selectAll().execute()
    const rows = await db.reader.selectFrom('outbox').selectAll().execute()
    expect([links.length, rows.map((row) => [row.state, row.body])]).toEqual([1, [['sent', 'null']]])
    expect(JSON.stringify([links, rows])).not.toContain(token)
  })
}
