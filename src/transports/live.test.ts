import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { listens } from '../../test/listener.ts'
import { stage, texts } from '../../test/stage.ts'
import { until } from '../../test/until.ts'
import { append } from '../log/append.ts'
import type { Wire } from './connection.ts'

for (const database of databases)
  for (const [door, listen] of Object.entries(listens)) {
    test(`${database.name}, ${door}: bob goes live while messages pour in, and hears each once, in order`, async () => {
      await using its = await stage(database)
      const { url, bob } = its
      for (let i = 0; i < 40; i++) await its.say(`${i}`)
      let n = 40
      let pouring = true
      const pour = async () => {
        while (pouring) await Promise.all([its.say(`${n++}`), its.say(`${n++}`)])
      }
      const poured = pour()
      const ears = Array.from({ length: 6 }, () => listen(url, bob.token, '0'))
      await Promise.all(ears.map((ear) => ear.ready))
      pouring = false
      await poured
      await its.say('the end')
      for (const ear of ears) {
        await until(() => texts(ear).includes('the end'))
        const seqs = ear.heard.map((entry) => entry.seq)
        expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
        expect(texts(ear).toSorted()).toEqual(
          [...Array.from({ length: n }, (_, i) => `${i}`), 'the end'].toSorted(),
        )
        ear.close()
      }
      expect(n).toBeGreaterThan(40)
      await its.empty()
    })
  }

const sqlite = databases[0]!

for (const [door, listen] of Object.entries(listens)) {
  test(`${door}: who is removed hears that he is, and nothing after; the others hear on`, async () => {
    await using its = await stage(sqlite)
    const { url, bob, cleo } = its
    const [of_bob, of_cleo] = [listen(url, bob.token), listen(url, cleo.token)]
    await Promise.all([of_bob.ready, of_cleo.ready])
    await its.say('before')
    // All in one transaction, and so in one tick.
    await Promise.all([its.say('with it'), its.remove(bob), its.say('behind his back'), its.say('and more')])
    await its.say('later')
    await bob.ask('PATCH', '/api/v1/users/me', { name: 'Bob, alone' })
    await until(() => of_bob.heard.some((entry) => entry.kind === 'me.updated'))
    await until(() => texts(of_cleo).includes('later'))
    const kinds = of_bob.heard.map((entry) => entry.kind)
    const last = of_bob.heard.findIndex((entry) => entry.kind === 'chat.member_removed')
    expect(last).toBeGreaterThan(0)
    expect(kinds.slice(last + 1)).toEqual(['me.updated'])
    expect(texts(of_bob)[0]).toBe('before')
    expect(texts(of_cleo).toSorted()).toEqual(
      ['before', 'with it', 'behind his back', 'and more', 'later'].toSorted(),
    )
    await its.add(bob)
    await its.say('welcome back')
    await until(() => texts(of_bob).includes('welcome back'))
    expect(of_bob.heard.map((entry) => entry.kind).slice(last + 2)).toEqual([
      'chat.member_added',
      'message.sent',
    ])
  })

  test(`${door}: who comes and goes while he catches up hears what was said while he was there`, async () => {
    await using its = await stage(sqlite, { env: { PARLEY_MAX_CONNECTIONS_PER_USER: '50' } })
    const { url, bob } = its
    const ears = [listen(url, bob.token, '0')]
    for (let round = 0; round < 12; round++) {
      await its.say(`in ${round}`)
      ears.push(listen(url, bob.token, '0'))
      await its.remove(bob)
      await its.say(`out ${round}`)
      ears.push(listen(url, bob.token, '0'))
      await its.add(bob)
    }
    await its.say('the end')
    const expected = [...Array.from({ length: 12 }, (_, round) => `in ${round}`), 'the end']
    expect(ears).toHaveLength(25)
    for (const ear of ears) {
      await until(() => texts(ear).includes('the end') || ear.isOver())
      expect(texts(ear)).toEqual(expected)
      const seqs = ear.heard.map((entry) => entry.seq)
      expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
    }
  })

  test(`${door}: without a cursor only what comes is heard`, async () => {
    await using its = await stage(sqlite)
    await its.say('before')
    const ear = listen(its.url, its.bob.token)
    await ear.ready
    expect(ear.heard).toEqual([])
    await its.say('after')
    await until(() => ear.heard.length === 1)
    expect(texts(ear)).toEqual(['after'])
  })

  test(`${door}: what concerns others is not heard`, async () => {
    await using its = await stage(sqlite)
    const ear = listen(its.url, its.dora.token, '0')
    await ear.ready
    await its.say('not for dora')
    await its.dora.ask('PATCH', '/api/v1/users/me', { name: 'Dora' })
    await until(() => ear.heard.at(-1)?.kind === 'me.updated')
    expect(ear.heard.every((entry) => entry.stream === `user:${its.dora.id}`)).toBe(true)
  })
}

for (const database of databases)
  test(`${database.name}: whoever watches a stream hears of it from the moment in which he is here`, async () => {
    await using its = await stage(database)
    const { house, hub } = its.server.app
    const who = { id: its.bob.id, sessionId: its.bob.sessionId, expiresAt: Number.MAX_SAFE_INTEGER }
    const say = (body: number) =>
      house.commit(async (tx) => append(tx, { stream: 'square', kind: 'test.said', actorId: null, body }))
    for (let n = 0; n < 30; n++) {
      const heard: number[] = []
      const entry = (text: string) => void heard.push(JSON.parse(text).body)
      const wire: Wire = {
        transport: 'sse',
        entry,
        signal() {},
        ready() {},
        drained: async () => {},
        end() {},
      }
      const connection = hub.open(who, wire, undefined)
      hub.watch(connection, ['square'])
      await Promise.all([say(1), say(2)])
      await until(() => heard.length === 2)
      expect(heard).toEqual([1, 2])
      hub.close(connection)
    }
  })
