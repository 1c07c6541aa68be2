import { expect, test } from 'bun:test'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { eventHouse } from '../../test/events.ts'
import { newId } from '../id.ts'

for (const database of databases) {
  test(`${database.name}: what alice plans for everybody is seen without a login, what she plans for a chat by its members`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, house, ask, must, plan, code } = its
    const chat = await group(house, [alice, bob])
    const seed = { date: '2023-12-31', time: '8pm', venue: 'The Anchor', address: '1 Quay' }
    const old = await plan(alice, { title: 'The Anchor', ...seed })
    expect(old).toMatchObject({ ...seed, chat_id: null, zone: 'UTC', state: 'planned', version: 1 })
    expect(old.starts_at).toBe(Date.UTC(2023, 11, 31, 20))
    const open = await plan(alice, { time: '7:30 - 10pm', zone: 'europe/paris' })
    expect(open.zone).toBe('Europe/Paris')
    expect([open.starts_at, open.ends_at]).toEqual([Date.UTC(2027, 6, 14, 17, 30), Date.UTC(2027, 6, 14, 20)])
    const before = await its.head()
    const closed = await plan(alice, {
      title: 'Meeting',
      chat_id: chat.id,
      date: '2027-01-02',
      time: '20h30',
    })

    const titles = ({ body }: { body: { items: { title: string }[] } }) => body.items.map((one) => one.title)
    expect(titles(await its.ask(bob, 'GET', '/events'))).toEqual(['Meeting', 'Concert'])
    expect(titles(await ask(bob, 'GET', '/events?scope=mine'))).toEqual(['Meeting'])
    expect(titles(await ask(alice, 'GET', '/events?scope=mine'))).toEqual(['Meeting', 'Concert'])
    expect(titles(await ask(bob, 'GET', `/events?chat=${chat.id}`))).toEqual(['Meeting'])
    expect(titles(await ask(dora, 'GET', '/events'))).toEqual(['Concert'])
    expect(titles(await ask(dora, 'GET', '/events?when=past'))).toEqual(['The Anchor'])
    expect(titles(await its.send('GET', '/public/events'))).toEqual(['Concert'])
    expect(titles(await its.send('GET', '/public/events?when=past'))).toEqual(['The Anchor'])
    const window = `from=${Date.UTC(2023, 0)}&to=${Date.UTC(2027, 1)}`
    expect(titles(await ask(bob, 'GET', `/events?${window}`))).toEqual(['The Anchor', 'Meeting'])
    expect((await must(bob, 'GET', '/events/mine')).items).toMatchObject([{ id: closed.id, answer: null }])
    expect((await its.send('GET', `/public/events/${open.id}`)).body).toMatchObject({ id: open.id })

    expect(await its.hearsOf(bob, before)).toMatchObject([
      { kind: 'event.created', body: { event: { id: closed.id, title: 'Meeting' } } },
    ])
    expect(await its.hearsOf(cleo, 0)).toEqual([])
    for (const path of [`/events/${closed.id}`, `/events/${closed.id}/guests`, `/events/${newId()}`])
      expect(await code(dora, 'GET', path)).toBe('not_found')
    expect((await its.send('GET', `/public/events/${closed.id}`)).status).toBe(404)
    expect((await its.send('GET', `/public/events/${closed.id}/event.ics`)).status).toBe(404)
    expect(await code(cleo, 'POST', '/events', { title: 'x', date: '2027-01-01', chat_id: chat.id })).toBe(
      'not_found',
    )
    expect((await its.send('GET', '/events')).status).toBe(401)
  })

  test(`${database.name}: lists are paged both ways, over dates that begin together`, async () => {
    await using its = await eventHouse(database)
    const { alice, plan } = its
    for (const date of ['2026-11-01', '2027-01-01', '2026-11-20', '2027-01-01', '2026-12-31'])
      await plan(alice, { title: date, date, time: '' })
    async function pages(query: string) {
      const titles: string[] = []
      for (let after = ''; ; ) {
        const { body } = await its.send('GET', `/public/events?limit=1${query}${after}`)
        titles.push(...body.items.map((one: { title: string }) => one.title))
        if (body.next === null) return titles
        after = `&after=${body.next}`
      }
    }
    expect(await pages('')).toEqual(['2026-12-31', '2027-01-01', '2027-01-01'])
    expect(await pages('&when=past')).toEqual(['2026-11-20', '2026-11-01'])
    expect((await its.send('GET', '/public/events?after=x')).body.code).toBe('invalid')
    // What has no end is over with its day; what lasts for weeks goes on.
    await plan(alice, { title: 'Fair', date: '2026-10-22', end_date: '2026-11-21', time: '' })
    await plan(alice, { title: 'Breakfast', date: '2026-11-21', time: '7am' })
    await plan(alice, { title: 'Run', date: '2026-11-21', time: '7-8am' })
    expect(await pages('')).toEqual(['Fair', 'Breakfast', '2026-12-31', '2027-01-01', '2027-01-01'])
    expect((await pages('&when=past'))[0]).toBe('Run')
  })

  test(`${database.name}: who organizes changes, cancels and deletes it; others may not, and late changes are refused`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, dora, house, ask, must, plan, code, answer } = its
    const event = await plan(bob)
    const path = `/events/${event.id}`
    await answer(cleo, event, 'yes')
    expect(await code(dora, 'PATCH', path, { title: 'Mine' })).toBe('forbidden')
    expect(await code(cleo, 'DELETE', path)).toBe('forbidden')
    const head = await its.head()
    const edited = await must(bob, 'PATCH', path, { time: 'when it gets dark', venue: 'The Barn' })
    expect(edited).toMatchObject({ all_day: true, time: 'when it gets dark', version: 2, sequence: 1 })
    expect(edited.starts_at).toBe(Date.UTC(2027, 6, 14))
    expect(await code(bob, 'PATCH', path, { title: 'Late' })).toBeUndefined()
    expect((await ask(bob, 'PATCH', path, { title: 'Later' }, { 'If-Match': '"1"' })).body.code).toBe('stale')
    expect((await ask(bob, 'PATCH', path, { title: 'Late' })).headers.get('etag')).toBe('"3"')
    // Alice is an admin of this server, and looks after what is public on it.
    expect((await must(alice, 'POST', `${path}/cancel`)).state).toBe('cancelled')
    expect((await must(alice, 'POST', `${path}/cancel`)).version).toBe(4)
    expect(await code(bob, 'PATCH', path, { title: 'On again' })).toBe('conflict')
    expect(await code(dora, 'PUT', `${path}/answer`, { answer: 'yes' })).toBe('conflict')
    expect((await ask(dora, 'GET', '/events')).body.items).toMatchObject([{ state: 'cancelled' }])
    await must(bob, 'DELETE', path)
    expect(await code(bob, 'GET', path)).toBe('not_found')
    const heard = await its.hearsOf(cleo, head)
    expect(heard.map(({ kind, body }) => [kind, body === null])).toEqual([
      ['event.updated', true],
      ['event.updated', true],
      ['event.cancelled', true],
      ['event.deleted', false],
    ])
    expect(await its.hearsOf(dora, 0)).toEqual([])
    for (const table of ['events', 'event_dates', 'event_guests', 'event_mails', 'event_reminders'] as const)
      expect(await house.db.reader.selectFrom(table).selectAll().execute()).toEqual([])
    const follows = house.db.reader.selectFrom('follows').selectAll().where('stream', 'like', 'event:%')
    expect(await follows.where('until_seq', 'is', null).execute()).toEqual([])
  })

  test(`${database.name}: in a chat its admins may, too; of a project's chat only they make events`, async () => {
    await using its = await eventHouse(database)
    const { alice, bob, cleo, house, must, plan, code } = its
    const chat = await group(house, [alice, bob, cleo])
    const event = await plan(bob, { chat_id: chat.id })
    expect(await code(cleo, 'PATCH', `/events/${event.id}`, { title: 'Ours' })).toBe('forbidden')
    expect((await must(alice, 'PATCH', `/events/${event.id}`, { title: 'Ours' })).title).toBe('Ours')
    await house.db.writer.updateTable('chats').set({ host: 'project:7' }).where('id', '=', chat.id).execute()
    expect(await code(bob, 'POST', '/events', { title: 'x', date: '2027-01-01', chat_id: chat.id })).toBe(
      'forbidden',
    )
    await plan(alice, { chat_id: chat.id })
    await house.db.writer.updateTable('chats').set({ host: 'event:7' }).where('id', '=', chat.id).execute()
    expect(await code(alice, 'POST', '/events', { title: 'x', date: '2027-01-01', chat_id: chat.id })).toBe(
      'conflict',
    )
  })

  test(`${database.name}: what cannot be is refused, and nothing is half done`, async () => {
    await using its = await eventHouse(database)
    const { alice, code, plan, house } = its
    const wrong: object[] = [
      { date: '2027-02-30' },
      { date: '1969-12-31' },
      { date: '2027-07-14T20:00' },
      { date: '9999-12-31' },
      { title: ' ' },
      { end_date: '2027-07-13' },
      { end_date: '2027-08-15' },
      { zone: '+02:00' },
      { capacity: 0 },
      { repeat: { rule: 'FREQ=HOURLY' } },
      { repeat: { rule: 'FREQ=DAILY;BYHOUR=9,12' } },
      { repeat: { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' } },
      { repeat: { rule: 'FREQ=DAILY;COUNT=1', except: ['2027-07-14'] } },
      { repeat: { rule: 'nonsense' } },
    ]
    for (const more of wrong)
      expect([
        more,
        await code(alice, 'POST', '/events', { title: 'x', date: '2027-07-14', ...more }),
      ]).toEqual([more, 'invalid'])
    const answer = await its.ask(alice, 'POST', '/events', { title: 'x', date: '2027-07-14', ...wrong[9] })
    expect(answer.body.detail).toBe('body.repeat.rule: must go by days, not by hours, minutes or seconds')
    expect(await house.db.reader.selectFrom('event_dates').selectAll().execute()).toEqual([])
    expect((await plan(alice, { end_date: '2027-08-14', time: '10am - 6pm' })).ends_at).toBe(
      Date.UTC(2027, 7, 14, 18),
    )
  })
}
