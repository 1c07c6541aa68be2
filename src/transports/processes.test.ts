import { expect, test } from 'bun:test'
import { anotherApp } from '../../test/another-app.ts'
import { databases } from '../../test/databases.ts'
import { listenByWebSocket, listens } from '../../test/listener.ts'
import { noteRan } from '../../test/note-ran.ts'
import { often } from '../../test/often.mjs'
import { stage, texts } from '../../test/stage.ts'
import { until } from '../../test/until.ts'

const postgres = databases.find((database) => database.name === 'postgres')

type Env = Record<string, string>
const REDIS_URL = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'

async function redisAnswers(): Promise<boolean> {
  const client = new Bun.RedisClient(REDIS_URL, { connectionTimeout: 1000, autoReconnect: false })
  try {
    return (await client.send('PING', [])) === 'PONG'
  } catch {
    return false
  } finally {
    client.close()
  }
}

const redis = await redisAnswers()
const bells = [
  ...(postgres ? [{ bell: 'postgres, by itself', database: postgres, env: {} as Env }] : []),
  ...databases
    .filter(({ isShared }) => redis && isShared)
    .slice(0, often(1, 2))
    .map((database) => ({ bell: `${database.name}, by Redis`, database, env: { REDIS_URL } as Env })),
]
const mysql = databases.find((database) => database.name === 'mysql')
const none = mysql ? [{ bell: 'mysql, which has no bell', database: mysql, env: {} as Env }] : []

for (const { bell, database, env } of bells) {
  test(`${bell}: what is committed in one process is heard live in the other, in order, by every door`, async () => {
    if (env.REDIS_URL) noteRan('redis')
    await using its = await stage(database, { env })
    await using other = await anotherApp(its.server, { env })
    const ears = Object.values(listens).map((listen) => listen(other.url, its.bob.token))
    await Promise.all(ears.map((ear) => ear.ready))
    const said: string[] = []
    const started = performance.now()
    for (let i = 0; i < 8; i++) {
      await its.say(`${i}`)
      said.push(`${i}`)
      await Promise.all(ears.map((ear) => until(() => texts(ear).length === said.length)))
    }
    // The look that comes every second finds entries too, but takes half a second on average.
    expect(performance.now() - started).toBeLessThan(2500)
    const draft = { text: 'from the other side' }
    const answer = await fetch(`${other.url}/api/v1/chats/${its.group}/messages`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${its.cleo.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(draft),
    })
    expect(answer.status).toBe(201)
    await Promise.all(ears.map((ear) => until(() => texts(ear).at(-1) === draft.text)))
    for (const ear of ears) expect(texts(ear)).toEqual([...said, draft.text])
    ears.forEach((ear) => ear.close())
  })

  test(`${bell}: signals reach the other process; who is removed in one is deaf in the other`, async () => {
    await using its = await stage(database, { env })
    await using other = await anotherApp(its.server, { env })
    const typing = { chat_id: its.group, typing: true }
    const [of_bob, of_cleo] = [
      listenByWebSocket(its.url, its.bob.token),
      listenByWebSocket(other.url, its.cleo.token),
    ]
    await Promise.all([of_bob.ready, of_cleo.ready])
    await of_bob.ask('typing', typing)
    await until(() => of_cleo.signals.length === 1)
    expect(of_cleo.signals[0]).toMatchObject({ kind: 'typing', body: { user_id: its.bob.id } })
    await its.remove(its.cleo)
    await its.say('behind her back')
    await until(() => of_cleo.heard.length > 0)
    await until(() => texts(of_bob).length === 1)
    await of_bob.ask('typing', typing)
    await its.add(its.cleo)
    await until(() => of_cleo.heard.length === 2)
    expect(of_cleo.heard.map((entry) => entry.kind)).toEqual(['chat.member_removed', 'chat.member_added'])
    expect(of_cleo.signals).toHaveLength(1)
    await of_bob.ask('typing', typing)
    await until(() => of_cleo.signals.length === 2)
  })
}

for (const { bell, database, env } of [...bells, ...none])
  test(`${bell}: both write at once; everybody hears all of it in one order`, async () => {
    await using its = await stage(database, { env })
    await using other = await anotherApp(its.server, { env })
    const urls = [its.url, other.url]
    const cursor = await its.cursorOf(its.bob)
    const ears = urls.flatMap((url) =>
      Object.values(listens).map((listen) => listen(url, its.bob.token, cursor)),
    )
    const sockets = urls.map((url) => listenByWebSocket(url, its.cleo.token))
    await Promise.all([...ears, ...sockets].map((ear) => ear.ready))
    const send = (i: number) => sockets[i % 2]!.ask('send', { chat_id: its.group, text: `${i}` })
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => send(i)))
    expect(answers.every((one) => one.answer)).toBe(true)
    for (const ear of ears) await until(() => texts(ear).length === 100)
    const inOrder = answers.map((one) => one.answer).toSorted((a, b) => a.position - b.position)
    for (const ear of ears) {
      expect(texts(ear)).toEqual(inOrder.map((message) => message.text))
      const seqs = ear.heard.map((entry) => entry.seq)
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    }
  })

for (const { bell, database } of none)
  test(`${bell}: who connects where the last second is not known yet hears what was said while she was there, and no more`, async () => {
    await using its = await stage(database)
    await using other = await anotherApp(its.server)
    const comes = async () => {
      const ear = listenByWebSocket(other.url, its.cleo.token)
      await ear.ready
      return ear
    }
    await its.remove(its.cleo)
    await other.house.tail.look()
    await its.say('before she came')
    await its.add(its.cleo)
    const joined = await comes()
    await its.say('while she is there')
    await until(() => texts(joined).length > 0)
    expect(texts(joined)).toEqual(['while she is there'])
    await its.say('before she went')
    await its.remove(its.cleo)
    const gone = await comes()
    await until(() => gone.heard.some((entry) => entry.kind === 'chat.member_removed'))
    expect(texts(gone)).toEqual(['before she went'])
  })
