import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { filesOf, sample } from '../../test/media.ts'
import { until } from '../../test/until.ts'
import { reserve } from './reserve.ts'
import { append, findUpload } from './resume.ts'
import { openSenders } from './senders.ts'
import { fileName, openStorage, type Storage } from './storage/storage.ts'

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

const photo = () => Uint8Array.from(sample('photo.jpg'))

/** An upload of alice's to which processes send that know nothing of each other but the folder and the rows. */
async function uploading({ house, alice }: TestHouse, bytes: number) {
  const storage = openStorage(house.config)
  const { id } = await house.commit((tx) => reserve(tx, alice.id, { name: 'x', bytes }, house.config))
  const send = (body: Body, to: Storage = storage) => {
    const request = new Request('http://localhost', { method: 'PATCH', body })
    return append(house, to, openSenders(), alice, { id, offset: 0 }, request)
  }
  return {
    id,
    storage,
    send,
    /** Sends when it has seen that the upload is under way, and somebody else has then finished it. */
    sendLate(body: Body, others: Body) {
      async function sizeOf(name: string) {
        await send(others)
        return storage.staging.sizeOf(name)
      }
      return send(body, { ...storage, staging: { ...storage.staging, sizeOf } })
    },
    async kept() {
      const { state, content_type, bytes: whole } = await findUpload(house, alice, id)
      const file = await storage.store.read(fileName(id), { from: 0, to: whole }, whole)
      return { state, content_type, text: await new Response(file).text() }
    },
  }
}

/** A body that comes when it is told to. */
function slowly() {
  let told!: ReadableStreamDefaultController<Uint8Array>
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      told = controller
    },
  })
  return { body, say: (text: string) => told.enqueue(Buffer.from(text)), end: () => told.close() }
}

for (const database of databases) {
  test(`${database.name}: whoever still sends when another process has finished changes nothing of what is kept`, async () => {
    await using its = await testHouse(database)
    const { id, storage, send, kept } = await uploading(its, 20)
    const slow = slowly()
    const late = send(slow.body)
    slow.say('a'.repeat(5))
    await until(async () => (await storage.staging.sizeOf(id)) === 5)
    expect(await send('B'.repeat(20))).toMatchObject({ state: 'ready' })
    slow.say('a'.repeat(15))
    slow.end()
    await expect(late).rejects.toMatchObject({ code: 'conflict' })
    expect(await kept()).toMatchObject({ state: 'ready', text: 'B'.repeat(20) })
    expect([await filesOf(its.house), await storage.staging.list()]).toEqual([[id], []])
  })

  test(`${database.name}: whoever begins anew when another process has finished replaces nothing`, async () => {
    await using its = await testHouse(database)
    const { id, storage, sendLate, kept } = await uploading(its, 20)
    const refused = await sendLate('a'.repeat(20), 'B'.repeat(20)).catch(({ code }) => code)
    expect([refused, await kept()]).toEqual(['conflict', expect.objectContaining({ text: 'B'.repeat(20) })])
    expect([await filesOf(its.house), await storage.staging.list()]).toEqual([[id], []])
  })

  test(`${database.name}: what is refused when another process has finished takes nothing away`, async () => {
    await using its = await testHouse(database)
    const { id, storage, sendLate, kept } = await uploading(its, 500)
    const late = sendLate(photo().subarray(0, 500), 'B'.repeat(500))
    await expect(late).rejects.toMatchObject({ code: 'unsupported' })
    expect(await kept()).toMatchObject({ state: 'ready', text: 'B'.repeat(500) })
    expect([await filesOf(its.house), await storage.staging.list()]).toEqual([[id], []])
  })

  test(`${database.name}: of two who finish at once one is kept, with what was found in it`, async () => {
    await using its = await testHouse(database)
    const bytes = photo()
    const { id, send, storage, kept } = await uploading(its, bytes.length)
    const [looked, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    async function keep(name: string, path: string) {
      looked.resolve()
      await go.promise
      await storage.store.keep(name, path)
    }
    const late = send(bytes, { ...storage, store: { ...storage.store, keep } })
    await looked.promise
    expect(await send('B'.repeat(bytes.length))).toMatchObject({ state: 'ready', kind: 'file' })
    go.resolve()
    await expect(late).rejects.toMatchObject({ code: 'conflict' })
    expect(await kept()).toMatchObject({ state: 'ready', text: 'B'.repeat(bytes.length) })
    expect([await filesOf(its.house), await storage.staging.list()]).toEqual([[id], []])
  })
}
