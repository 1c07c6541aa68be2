import { expect, test } from 'bun:test'
import ICAL from 'ical.js'
import { databases } from '../../test/databases.ts'
import { eventCalls } from '../../test/events.ts'
import type { Received } from '../../test/mail-server.ts'
import { housePosting } from '../../test/post.ts'
import { minute } from '../clock.ts'

/** What a calendar takes from a mail, and the words for people. */
function opened({ raw, to, subject }: Received) {
  const [, method, rest] = /Content-Type: text\/calendar;[^\n]*?method=(\w+)[^\n]*\r\n([\s\S]*)/i.exec(raw)!
  const [headers, body] = rest!.split(/\r\n\r\n([\s\S]*?)\r\n--/)
  const plain = body!
    .replaceAll('=\r\n', '')
    .replaceAll(/((?:=[0-9A-F]{2})+)/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'))
  const text = /base64/i.test(headers!) ? Buffer.from(body!, 'base64').toString('utf8') : plain
  const calendar = new ICAL.Component(ICAL.parse(text))
  const [event] = calendar.getAllSubcomponents('vevent')
  const value = (name: string) => String(event!.getFirstPropertyValue(name))
  return {
    to: to[0],
    subject,
    method: [method, calendar.getFirstPropertyValue('method')],
    uid: value('uid'),
    sequence: Number(value('sequence')),
    status: value('status'),
    start: value('dtstart'),
    organizer: value('organizer'),
    attendee: value('attendee'),
    partstat: event!.getFirstProperty('attendee')!.getFirstParameter('partstat'),
  }
}

for (const database of databases) {
  test(`${database.name}: an invitation, its change and its cancellation are one event to calendars, each the next revision`, async () => {
    await using its = await housePosting(database)
    const { alice, bob, cleo, house, clock } = its
    const { plan, must, answer, code } = eventCalls(its)
    const known = { email: 'bob@example.org', email_verified_at: 1, language: 'fr' as const }
    await house.db.writer.updateTable('users').set(known).where('id', '=', bob.id).execute()
    const unproven = { email: 'cleo@example.org' }
    await house.db.writer.updateTable('users').set(unproven).where('id', '=', cleo.id).execute()

    const event = await plan(alice, { title: 'Fête', zone: 'Europe/Paris', venue: 'The Barn' })
    const guests = `/events/${event.id}/guests`
    const invited = { user_ids: [bob.id, cleo.id], emails: ['Gran@Example.org', 'bob@example.org'] }
    await must(alice, 'POST', guests, invited)
    await must(alice, 'POST', guests, invited)
    const first = (await its.post()).toSorted((a, b) => (a.to[0]! < b.to[0]! ? -1 : 1))
    expect(first.map(opened)).toMatchObject([
      {
        to: 'bob@example.org',
        subject: expect.stringContaining('Invitation : Fête'),
        method: ['REQUEST', 'REQUEST'],
        uid: `${event.id}@talk.example.org`,
        sequence: 0,
        status: 'CONFIRMED',
        start: '2027-07-14T20:00:00',
        organizer: 'mailto:talk@example.org',
        attendee: 'mailto:bob@example.org',
        partstat: 'NEEDS-ACTION',
      },
      {
        to: 'gran@example.org',
        subject: expect.stringContaining('Invitation: Fête'),
        attendee: 'mailto:gran@example.org',
      },
    ])
    expect(first[1]!.raw).toContain('The Barn')

    // Two changes in a row are one mail.
    await answer(bob, event, 'yes')
    await must(alice, 'PATCH', `/events/${event.id}`, { time: '9pm' })
    await must(alice, 'PATCH', `/events/${event.id}`, { time: '10pm' })
    expect(await its.post()).toEqual([])
    clock.move(minute)
    const second = (await its.post()).map(opened).toSorted((a, b) => (a.to! < b.to! ? -1 : 1))
    const same = { method: ['REQUEST', 'REQUEST'], uid: `${event.id}@talk.example.org`, sequence: 2 }
    expect(second).toMatchObject([
      { to: 'bob@example.org', partstat: 'ACCEPTED', start: '2027-07-14T22:00:00', ...same },
      { to: 'gran@example.org', partstat: 'NEEDS-ACTION', start: '2027-07-14T22:00:00', ...same },
    ])

    // Bob has another address, which he has not confirmed yet.
    const setBob = (columns: object) =>
      house.db.writer.updateTable('users').set(columns).where('id', '=', bob.id).execute()
    await setBob({ email: 'new@example.org', email_verified_at: null })
    await must(alice, 'PATCH', `/events/${event.id}`, { venue: 'The Shed' })
    clock.move(minute)
    expect((await its.post()).map(opened)).toMatchObject([{ to: 'gran@example.org', sequence: 3 }])
    await setBob({ email_verified_at: 1 })

    await must(bob, 'DELETE', `/events/${event.id}/answer`)
    expect((await its.post()).map(opened)).toMatchObject([
      { to: 'new@example.org', method: ['CANCEL', 'CANCEL'] },
    ])
    await must(alice, 'POST', `/events/${event.id}/cancel`)
    expect((await its.post()).map(opened)).toMatchObject([
      {
        to: 'gran@example.org',
        method: ['CANCEL', 'CANCEL'],
        uid: `${event.id}@talk.example.org`,
        sequence: 4,
        status: 'CANCELLED',
      },
    ])
    await must(alice, 'DELETE', `/events/${event.id}`)
    expect(await its.post()).toEqual([])

    const deleted = await plan(alice)
    await must(alice, 'POST', `/events/${deleted.id}/guests`, { emails: ['gran@example.org'] })
    await its.post()
    await must(alice, 'DELETE', `/events/${deleted.id}`)
    expect((await its.post()).map(opened)).toMatchObject([{ method: ['CANCEL', 'CANCEL'], sequence: 1 }])

    // Nobody makes this server write to half the world.
    const party = await plan(cleo)
    const emails = (n: number) => Array.from({ length: 50 }, (_, i) => `guest${n}-${i}@example.org`)
    for (const n of [1, 2]) await must(cleo, 'POST', `/events/${party.id}/guests`, { emails: emails(n) })
    expect(await code(cleo, 'POST', `/events/${party.id}/guests`, { emails: emails(3) })).toBe('too_many')
    const written = house.db.reader.selectFrom('event_mails').selectAll().where('event_id', '=', party.id)
    expect(await written.execute()).toHaveLength(100)
  })

  test(`${database.name}: where no mail is sent, addresses cannot be invited, and people can`, async () => {
    await using its = await housePosting(database, { PARLEY_SMTP_URL: '', PARLEY_MAIL_FROM: '' })
    const { alice, bob } = its
    const { plan, must, code, show } = eventCalls(its)
    const event = await plan(alice)
    const path = `/events/${event.id}/guests`
    expect(await code(alice, 'POST', path, { emails: ['gran@example.org'], user_ids: [bob.id] })).toBe(
      'conflict',
    )
    expect((await show(alice, event)).counts.invited).toBe(0)
    expect((await must(alice, 'POST', path, { user_ids: [bob.id] })).counts.invited).toBe(1)
    expect(await code(alice, 'POST', path, {})).toBe('invalid')
  })
}
