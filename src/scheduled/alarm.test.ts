import { expect, test } from 'bun:test'
import { anotherHouse } from '../../test/another-house.ts'
import { databases, shared } from '../../test/databases.ts'
import { futureHouse } from '../../test/future.ts'
import { until } from '../../test/until.ts'
import { systemClock } from '../clock.ts'
import { startAlarm } from './alarm.ts'

const inTime = (count: number) => ({ in: { unit: 'second', count } })

for (const database of databases) {
  test(`${database.name}: the alarm sleeps until the next hour, and is woken by an earlier one`, async () => {
    await using its = await futureHouse(database, {
      clock: systemClock,
      env: { PARLEY_FUTURE_LEAST_SECONDS: '0' },
    })
    const { alice, bob, house } = its
    await its.write(alice, { to: [{ user_id: bob.id }], text: 'in a year', when: inTime(31_536_000) })
    const stop = startAlarm(house)
    await Bun.sleep(50)
    const soon = await its.write(alice, { to: [{ user_id: bob.id }], text: 'in a moment', when: inTime(1) })
    const due = soon.next_at!
    await until(async () => (await its.texts(bob)).length === 1)
    const [message] = await its.arrivals(bob)
    expect(message.text).toBe('in a moment')
    expect(message.created_at).toBeGreaterThanOrEqual(due)
    expect(message.created_at).toBeLessThan(due + 1000)
    await stop()
    await its.write(alice, { to: [{ user_id: bob.id }], text: 'nobody listens', when: inTime(1) })
    await Bun.sleep(1200)
    expect(await its.texts(bob)).toEqual(['in a moment'])
  })

  test(`${database.name}: an hour further ahead than a timer can count does not make it ring at once`, async () => {
    await using its = await futureHouse(database)
    const { alice, bob, house } = its
    await its.write(alice, {
      to: [{ user_id: bob.id }],
      text: 'far',
      when: { in: { unit: 'year', count: 90 } },
    })
    let looks = 0
    const counting = new Proxy(house, {
      get(target, key) {
        if (key === 'commit') looks++
        return Reflect.get(target, key)
      },
    })
    const stop = startAlarm(counting)
    await Bun.sleep(100)
    expect(looks).toBeLessThan(3)
    await stop()
  })
}

for (const database of shared)
  test(`${database.name}: what one process was told, another that is asleep delivers`, async () => {
    await using its = await futureHouse(database, {
      clock: systemClock,
      env: { PARLEY_FUTURE_LEAST_SECONDS: '0' },
    })
    const { alice, bob } = its
    await using other = await anotherHouse(its)
    const stop = startAlarm(other.house)
    await Bun.sleep(50)
    await its.write(alice, { to: [{ user_id: bob.id }], text: 'over there', when: inTime(1) })
    await until(async () => (await its.texts(bob)).length === 1)
    await stop()
  })
