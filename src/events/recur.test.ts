import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { eventHouse, type Who } from '../../test/events.ts'
import { day } from '../clock.ts'
import { extendDates } from './dates.ts'
import type { EventView } from './view.ts'

type House = Awaited<ReturnType<typeof eventHouse>>

/** The dates of an event in the order in which they come, each by its day and beginning in UTC. */
async function dates({ must }: House, who: Who, { id }: EventView, query = 'from=0') {
  const { items } = await must(who, 'GET', `/events?event=${id}&limit=200&${query}`)
  return items.map(({ original_date, starts_at }: { original_date: string; starts_at: number }) => {
    const at = new Date(starts_at).toISOString().slice(0, 16)
    return at.startsWith(original_date) ? at : `${original_date} as ${at}`
  })
}

for (const database of databases) {
  test(`${database.name}: what recurs does so by the clocks of its zone, and one day of it can be another`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, must, plan, answer, show, code } = its
    // It begins with the first day that fits: 1 January 2027 is a Friday, but not the last one of its month.
    const series = await plan(alice, {
      title: 'Choir',
      date: '2027-01-01',
      time: '8pm - 10pm',
      zone: 'Europe/Paris',
      repeat: { rule: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=4', except: ['2027-03-26'] },
    })
    expect(series).toMatchObject({ date: '2027-01-29', starts_at: Date.UTC(2027, 0, 29, 19) })
    expect(await dates(its, bob, series)).toEqual([
      '2027-01-29T19:00',
      '2027-02-26T19:00',
      '2027-04-30T18:00',
    ])
    await answer(bob, series, 'yes')

    const head = await its.head()
    const one = `/events/${series.id}/dates/2027-02-26`
    await must(alice, 'PATCH', one, { time: '7pm', venue: 'The Barn' })
    await must(alice, 'PATCH', one, { date: '2027-02-25' })
    expect(await dates(its, bob, series)).toEqual([
      '2027-01-29T19:00',
      '2027-02-26 as 2027-02-25T18:00',
      '2027-04-30T18:00',
    ])
    const { items } = await must(bob, 'GET', `/events?event=${series.id}&from=${Date.UTC(2027, 1)}`)
    expect(items[0]).toMatchObject({
      date: '2027-02-25',
      time: '7pm',
      venue: 'The Barn',
      ends_at: null,
      answer: 'yes',
    })
    expect(items[0]).toMatchObject({ title: 'Choir', is_changed: true, recurs: true })
    expect(items[1]).toMatchObject({ date: '2027-04-30', venue: '', is_changed: false })
    expect((await its.hearsOf(bob, head)).map(({ kind, body }) => [kind, body.event.sequence])).toEqual([
      ['event.updated', 1],
      ['event.updated', 2],
    ])

    // All of it is an hour later now; the day that was changed keeps what was said of it.
    await must(alice, 'PATCH', `/events/${series.id}`, { time: '9pm - 11pm' })
    expect(await dates(its, bob, series)).toEqual([
      '2027-01-29T20:00',
      '2027-02-26 as 2027-02-25T18:00',
      '2027-04-30T19:00',
    ])
    expect((await must(alice, 'DELETE', `/events/${series.id}/dates/2027-01-29`)).repeat.except).toEqual([
      '2027-01-29',
      '2027-03-26',
    ])
    expect(await dates(its, bob, series)).toEqual(['2027-02-26 as 2027-02-25T18:00', '2027-04-30T19:00'])
    await must(alice, 'DELETE', one)
    expect(await code(alice, 'PATCH', one, { time: '7pm' })).toBe('not_found')
    expect(await code(bob, 'PATCH', `/events/${series.id}/dates/2027-04-30`, { time: '7pm' })).toBe(
      'forbidden',
    )
    expect(await code(alice, 'DELETE', `/events/${series.id}/dates/2027-04-30`)).toBe('invalid')
    expect((await show(bob, series)).version).toBe(6)

    await must(alice, 'PATCH', `/events/${series.id}`, { repeat: null, date: '2027-06-24' })
    expect(await dates(its, bob, series)).toEqual(['2027-06-24T19:00'])
    expect(await code(alice, 'PATCH', `/events/${series.id}/dates/2027-06-24`, { time: '7pm' })).toBe(
      'conflict',
    )
  })

  test(`${database.name}: where clocks pass over the hour before midnight, each day has its date nevertheless`, async () => {
    await using its = await eventHouse(database)
    // In Nuuk it is midnight at once after 22:59 on Saturday, 27 March 2027.
    const nightly = {
      date: '2027-03-26',
      time: '11:30pm',
      zone: 'America/Nuuk',
      repeat: { rule: 'FREQ=DAILY;COUNT=4' },
    }
    const event = await its.plan(its.alice, nightly)
    expect(await dates(its, its.alice, event)).toEqual([
      '2027-03-26 as 2027-03-27T01:30',
      '2027-03-27 as 2027-03-28T01:30',
      '2027-03-28 as 2027-03-29T00:30',
      '2027-03-29 as 2027-03-30T00:30',
    ])
    const midnight = await its.plan(its.alice, { ...nightly, time: '24:00' })
    expect(midnight).toMatchObject({ all_day: true, date: '2027-03-26' })
  })

  test(`${database.name}: what goes on for ever is worked out some way ahead, and further as time passes`, async () => {
    await using its = await eventHouse(database)
    const { alice, house, clock, plan, must } = its
    const extend = async () => {
      while ((await house.commit(extendDates)) > 0);
    }
    const weekly = await plan(alice, { date: '2026-11-23', repeat: { rule: 'FREQ=WEEKLY' } })
    const long = await plan(alice, { date: '2015-01-01', repeat: { rule: 'FREQ=MONTHLY' } })
    expect(await dates(its, alice, weekly)).toHaveLength(57)
    const some = await dates(its, alice, long)
    expect([some.at(0), some.at(-1)]).toEqual(['2025-12-01T20:00', '2027-12-01T20:00'])
    await extend()
    expect(await dates(its, alice, weekly)).toHaveLength(57)
    const moved = `/events/${weekly.id}/dates/2027-01-04`
    await must(alice, 'PATCH', moved, { time: 'noon' })
    clock.move(200 * day)
    await extend()
    expect(await dates(its, alice, weekly)).toHaveLength(86)
    expect((await dates(its, alice, weekly))[6]).toBe('2027-01-04T12:00')
    const leap = await plan(alice, { date: '2028-02-29', repeat: { rule: 'FREQ=YEARLY' } })
    expect(await dates(its, alice, leap)).toEqual(['2028-02-29T20:00'])
    await must(alice, 'PUT', `/events/${leap.id}/reminders`, { minutes_before: [60] })
    await its.pass(300 * day)
    await extend()
    const [reminder] = await house.db.reader.selectFrom('event_reminders').select('next_at').execute()
    expect(reminder!.next_at).toBe(Date.UTC(2032, 1, 29, 19))
    expect(await dates(its, alice, leap)).toEqual(['2028-02-29T20:00', '2032-02-29T20:00'])
    expect((await its.send('GET', '/public/events?limit=1')).body.items[0].starts_at).toBeGreaterThan(
      clock.now(),
    )
  })
}
