import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { eventHouse, type Who } from '../../test/events.ts'
import { until } from '../../test/until.ts'
import { day, hour, minute, systemClock } from '../clock.ts'
import { remindDue, startReminders } from './remind.ts'

type House = Awaited<ReturnType<typeof eventHouse>>

async function reminded(its: House, who: Who, after = 0) {
  const heard = (await its.hearsOf(who, after)).filter(({ kind }) => kind === 'event.reminded')
  return heard.map(({ body, at }) => [
    new Date(body.starts_at).toISOString().slice(0, 16),
    body.starts_at - at,
  ])
}

for (const database of databases) {
  test(`${database.name}: who comes is reminded when he likes, once, never early, and where the event has moved to`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, house, must, plan, answer, show, code, pass } = its
    const event = await plan(alice, { date: '2026-11-23', time: '9am' })
    const remind = (who: Who, ...minutes_before: number[]) =>
      must(who, 'PUT', `/events/${event.id}/reminders`, { minutes_before })
    await answer(bob, event, 'yes')
    await answer(cleo, event, 'maybe')
    expect(await code(dora, 'PUT', `/events/${event.id}/reminders`, { minutes_before: [60] })).toBe(
      'conflict',
    )
    expect((await remind(bob, 1440, 60, 60)).reminders).toEqual([60, 1440])
    await remind(cleo, 60)
    await remind(alice, 60)
    expect((await its.hearsOf(bob, 0)).at(-1)).toMatchObject({
      kind: 'event.reminders_set',
      body: { minutes_before: [60, 1440] },
    })
    await pass(day - 1)
    expect(await reminded(its, bob)).toEqual([])
    await pass(1)
    expect(await reminded(its, bob)).toEqual([['2026-11-23T09:00', day]])
    await pass(hour)
    expect(await reminded(its, bob)).toHaveLength(1)

    // It moves to the evening, and what was to come with it.
    await must(alice, 'PATCH', `/events/${event.id}`, { time: '6pm' })
    await pass(8 * hour - 1)
    expect(await reminded(its, bob)).toHaveLength(1)
    await pass(1)
    await answer(cleo, event, 'no')
    expect((await show(cleo, event)).reminders).toEqual([])
    // Two processes look at the same moment.
    its.clock.move(23 * hour)
    await Promise.all([1, 2, 3].map(() => house.commit((tx) => remindDue(tx))))
    expect(await reminded(its, bob)).toEqual([
      ['2026-11-23T09:00', day],
      ['2026-11-23T18:00', day],
      ['2026-11-23T18:00', hour],
    ])
    expect(await reminded(its, alice)).toEqual([['2026-11-23T18:00', hour]])
    expect(await reminded(its, cleo)).toEqual([])
    const [alert] = (await its.hears(alice)).filter(({ kind }) => kind === 'event.reminded')
    expect(JSON.parse(alert!.alert!)).toMatchObject({ key: 'event.reminded', args: { title: 'Concert' } })
    // Somebody wound back what comes next: he is not reminded of the same beginning again.
    await house.db.writer.updateTable('event_reminders').set({ next_at: its.clock.now() }).execute()
    await pass(0)
    expect(await reminded(its, bob)).toHaveLength(3)
  })

  test(`${database.name}: of what recurs one is reminded each time; of what is cancelled or long begun, never`, async () => {
    await using its = await eventHouse(database)
    const { alice, house, must, plan, pass } = its
    const daily = await plan(alice, {
      date: '2026-11-22',
      time: '9am',
      repeat: { rule: 'FREQ=DAILY;COUNT=5' },
    })
    const off = await plan(alice, { date: '2026-11-22', time: '9am' })
    const sudden = await plan(alice, { date: '2026-11-22', time: '9am' })
    for (const { id } of [daily, off, sudden])
      await must(alice, 'PUT', `/events/${id}/reminders`, { minutes_before: [30] })
    await must(alice, 'POST', `/events/${off.id}/cancel`)
    await must(alice, 'DELETE', `/events/${daily.id}/dates/2026-11-23`)
    await must(alice, 'PATCH', `/events/${daily.id}/dates/2026-11-24`, { time: '11am' })
    const half = 30 * minute
    // Something is changed at the very moment in which it is due.
    its.clock.move(day - half)
    await must(alice, 'POST', `/events/${sudden.id}/cancel`)
    await must(alice, 'PATCH', `/events/${daily.id}/dates/2026-11-25`, { time: '10am' })
    await pass(0)
    await pass(2 * day)
    expect(await reminded(its, alice)).toEqual([['2026-11-22T09:00', half]])
    await pass(2 * hour)
    expect(await reminded(its, alice)).toEqual([
      ['2026-11-22T09:00', half],
      ['2026-11-24T11:00', half],
    ])
    // The server sleeps through the beginning of the next.
    await pass(day)
    await pass(2 * day)
    expect(await reminded(its, alice)).toHaveLength(2)
    const left = await house.db.reader.selectFrom('event_reminders').select('next_at').execute()
    expect(left).toEqual([{ next_at: null }, { next_at: null }, { next_at: null }])
  })
}

test('the sleeper is woken by somebody who chooses a reminder, and reminds him in time', async () => {
  await using its = await eventHouse(databases[0]!, { clock: systemClock })
  const { alice, house, must, plan } = its
  const stop = startReminders(house)
  await Bun.sleep(20)
  // A beginning in less than a second and a half, whatever the second is now.
  const event = await plan(alice, { date: '2099-01-01' })
  const starts_at = Date.now() + 60_700
  await house.db.writer.updateTable('event_dates').set({ starts_at }).execute()
  await must(alice, 'PUT', `/events/${event.id}/reminders`, { minutes_before: [1] })
  await until(async () => (await reminded(its, alice)).length === 1)
  const [[, before]] = (await reminded(its, alice)) as [[string, number]]
  expect(before).toBeLessThanOrEqual(60_000)
  expect(before).toBeGreaterThan(59_000)
  await stop()
})
