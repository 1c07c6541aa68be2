import { expect, test } from 'bun:test'
import ICAL from 'ical.js'
import { group } from '../../../test/chats.ts'
import { databases } from '../../../test/databases.ts'
import { eventHouse } from '../../../test/events.ts'
import { joinLines, textLine } from './lines.ts'
import { zoneLines } from './zone-lines.ts'

/** Reads a calendar with somebody else's library, which knows of zones only what the calendar itself says. */
function read(text: string) {
  ICAL.TimezoneService.reset()
  const calendar = new ICAL.Component(ICAL.parse(text))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  const all = calendar.getAllSubcomponents('vevent')
  const masters = all.filter((one) => !one.hasProperty('recurrence-id'))
  return masters.map((master) => {
    const uid = master.getFirstPropertyValue('uid')
    const exceptions = all.filter((one) => one !== master && one.getFirstPropertyValue('uid') === uid)
    return new ICAL.Event(master, { exceptions })
  })
}

const utc = (time: ICAL.Time) => new Date(time.toUnixTime() * 1000).toISOString().slice(0, 16)

/** Beginnings and ends in UTC, as the library works them out. */
function occurrences(event: ICAL.Event, most: number): string[] {
  const found: string[] = []
  const iterator = event.iterator()
  for (let next = iterator.next(); next && found.length < most; next = iterator.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(next)
    found.push(`${utc(startDate)} ${utc(endDate)}`)
  }
  return found
}

/** Each with a day on which its clocks change among the days after. Lord Howe goes by half an hour, Casablanca by the moon. */
const zones: Record<string, string> = {
  'Europe/Paris': '2027-03-26',
  'America/New_York': '2027-11-05',
  'Australia/Lord_Howe': '2027-04-02',
  'Africa/Casablanca': '2027-02-05',
  'Asia/Kolkata': '2027-03-26',
}

for (const database of databases) {
  test(`${database.name}: calendars work out the same hours as we do, through each change of clocks`, async () => {
    await using its = await eventHouse(database)
    const { alice, must, plan, send } = its
    for (const [zone, date] of Object.entries(zones)) {
      const rule = 'FREQ=DAILY;COUNT=10'
      const { id } = await plan(alice, { title: zone, date, time: '9:30 - 11am', zone, repeat: { rule } })
      const [, , , fourth, fifth] = (await must(alice, 'GET', `/events?event=${id}`)).items
      await must(alice, 'DELETE', `/events/${id}/dates/${fourth.original_date}`)
      await must(alice, 'PATCH', `/events/${id}/dates/${fifth.original_date}`, { time: '7pm - 8pm' })
      const { items } = await must(alice, 'GET', `/events?event=${id}`)
      const ours = items.map(({ starts_at, ends_at }: { starts_at: number; ends_at: number }) =>
        [starts_at, ends_at].map((at) => new Date(at).toISOString().slice(0, 16)).join(' '),
      )
      const hours = new Set(ours.map((one: string) => one.slice(11, 16)))
      expect([zone, hours.size]).toEqual([zone, zone === 'Asia/Kolkata' ? 2 : 3])
      const { body, headers } = await send('GET', `/public/events/${id}/event.ics`)
      expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8')
      const [event] = read(body)
      expect([zone, event!.startDate.zone.tzid]).toEqual([zone, zone])
      // The library goes on counting the changed day by its own time, so the order is ours again.
      expect([zone, occurrences(event!, 20).toSorted()]).toEqual([zone, ours])
    }
  })

  test(`${database.name}: whole days, hours that nobody can read, ends of rules and hard words come through`, async () => {
    await using its = await eventHouse(database, { env: { PARLEY_PUBLIC_URL: 'https://talk.example.org' } })
    const { alice, must, plan } = its
    const title = 'Tea; cake, \\"more\\"\nBEGIN:VEVENT 🎂'.repeat(4)
    const venue = 'Größe \u0007bell, 1'
    const one = await plan(alice, {
      title,
      venue,
      description: 'a\r\nb',
      time: 'at dusk',
      end_date: '2027-07-15',
    })
    const text: string = (await its.ask(alice, 'GET', `/events/${one.id}/event.ics`)).body
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const [event] = read(text)
    expect([event!.summary, event!.location, event!.description]).toEqual([
      `${title} (at dusk)`,
      'Größe bell, 1',
      'a\nb',
    ])
    expect([
      event!.uid,
      event!.startDate.isDate,
      event!.startDate.toString(),
      event!.endDate.toString(),
    ]).toEqual([`${one.id}@talk.example.org`, true, '2027-07-14', '2027-07-16'])
    expect(text.replaceAll('\r\n ', '')).toContain(`URL:https://talk.example.org/app/events/${one.id}`)

    // An end of a rule is inclusive, whether it is a date, a local time or an instant, timed or not.
    for (const [until, time] of [
      ['20270716', '8pm'],
      ['20270716T200000', '8pm'],
      ['20270716T180000Z', '8pm'],
      ['20270716', ''],
    ]) {
      const repeat = { rule: `FREQ=DAILY;UNTIL=${until}` }
      const { id } = await plan(alice, { time, zone: 'Europe/Paris', repeat })
      const { items } = await must(alice, 'GET', `/events?event=${id}`)
      expect(items).toHaveLength(3)
      const [series] = read((await its.ask(alice, 'GET', `/events/${id}/event.ics`)).body)
      expect([until, occurrences(series!, 9).length]).toEqual([until, 3])
    }
  })

  test(`${database.name}: a calendar can be read by its secret address, until that is revoked or made anew`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, house, ask, must, plan, answer, send } = its
    const chat = await group(house, [alice, bob])
    const wanted = [
      await plan(alice, { title: 'I organize' }),
      await plan(bob, { title: 'For my chat', chat_id: chat.id, zone: 'Asia/Kolkata' }),
    ]
    const [yes, no] = [await plan(bob, { title: 'I come' }), await plan(bob, { title: 'I do not' })]
    await plan(bob, { title: 'No answer' })
    await plan(alice, { title: 'Long ago', date: '2020-01-01' })
    await plan(cleo, { title: 'Elsewhere' })
    await answer(alice, yes, 'yes')
    await answer(alice, no, 'no')
    expect((await must(alice, 'GET', '/users/me/calendar')).created_at).toBeNull()
    const { path, url } = await must(alice, 'POST', '/users/me/calendar')
    expect([path, url]).toEqual([expect.stringMatching(/^\/api\/v1\/calendars\/[\w-]{43}\.ics$/), null])
    const get = (headers = {}) => send('GET', path.slice('/api/v1'.length), { headers })
    const feed = await get()
    const titles = read(feed.body).map((event) => event.summary)
    expect(titles.toSorted()).toEqual(['For my chat', 'I come', 'I organize'])
    expect(wanted).toHaveLength(2)
    expect((await get({ 'If-None-Match': feed.headers.get('etag')! })).status).toBe(304)
    const kept = await house.db.reader.selectFrom('calendar_feeds').selectAll().execute()
    expect(JSON.stringify(kept)).not.toContain(path.slice(18, 61))

    const again = (await must(alice, 'POST', '/users/me/calendar')).path
    expect((await get()).status).toBe(404)
    expect((await send('GET', again.slice('/api/v1'.length))).status).toBe(200)
    await must(alice, 'DELETE', '/users/me/calendar')
    expect((await send('GET', again.slice('/api/v1'.length))).status).toBe(404)
    expect((await send('GET', `/calendars/${'x'.repeat(43)}`)).status).toBe(404)
    const { path: hers } = await must(cleo, 'POST', '/users/me/calendar')
    expect((await ask(alice, 'POST', `/admin/users/${cleo.id}/suspend`)).status).toBe(200)
    expect((await send('GET', hers.slice('/api/v1'.length))).status).toBe(404)
  })
}

test('lines are folded at 75 octets, and no character is cut in two', () => {
  for (const word of ['a', 'é', '€', '💥', 'a💥é']) {
    const text = joinLines([textLine('SUMMARY', word.repeat(200))])
    const lines = text.split('\r\n').slice(0, -1)
    for (const line of lines) {
      expect(line.isWellFormed()).toBe(true)
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      expect(Buffer.byteLength(line)).toBeGreaterThan(line === lines.at(-1) ? 0 : 70)
    }
    expect(text.replaceAll('\r\n ', '')).toBe(`SUMMARY:${word.repeat(200)}\r\n`)
  }
})

test('a zone names every change of its clocks, and which of them is summer time', () => {
  const lines = zoneLines('Europe/Paris', Date.UTC(2027, 0, 1), Date.UTC(2029, 0, 1))
  expect(lines.filter((line) => !line.startsWith('TZNAME'))).toEqual([
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Paris',
    ...[
      'BEGIN:STANDARD',
      'DTSTART:20261231T010000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0100',
      'END:STANDARD',
    ],
    'BEGIN:DAYLIGHT',
    'DTSTART:20270328T020000',
    'RDATE:20270328T020000,20280326T020000',
    ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT'],
    'BEGIN:STANDARD',
    'DTSTART:20271031T030000',
    'RDATE:20271031T030000,20281029T030000',
    ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD'],
    'END:VTIMEZONE',
  ])
})
