import { expect, test } from 'bun:test'
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { anotherHouse } from '../../test/another-house.ts'
import { group } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { type TestHouse, testHouse } from '../../test/house.ts'
import { filesOf, leftOf, mediaApi, sample } from '../../test/media.ts'
import { doing } from '../../test/messages.ts'
import type { Person } from '../../test/people.ts'
import { checkMedia } from '../cli/doctor/media.ts'
import { day, hour, second } from '../clock.ts'
import { newId } from '../id.ts'
import type { Message } from '../messages/message.ts'
import { sendAll } from '../messages/send.ts'
import { removeUser } from '../users/remove.ts'
import { pin, scheduledHolder, unpin } from './attach.ts'
import { collectMedia, sweepStaging } from './collect.ts'
import { finish } from './finish.ts'
import { forgetMedia } from './remove.ts'
import { reserve } from './reserve.ts'
import { fileName, openStorage } from './storage/storage.ts'

function collecting({ house }: TestHouse) {
  const storage = openStorage(house.config)
  const send = (actor: Person, chat: { id: string }, mediaIds: string[]) =>
    house.commit.join(sendAll, {
      ...{ actor, chatId: chat.id, text: 'Look', mediaIds, replyToId: null, clientId: null },
    }) as Promise<Message>
  const ids = async () => (await leftOf(house)).rows.map(({ id }) => id).sort()
  return { storage, send, ids, collect: () => collectMedia(house, storage) }
}

/** The marks of what the doctor says of media, and how it begins. */
async function doctorOf({ house }: TestHouse, cleans = false) {
  const findings = await checkMedia(house.config, Date.now(), cleans)
  return findings.slice(1).map(({ mark, text }) => `${mark} ${text}`)
}

const whole = [expect.stringMatching(/^✓ the files of all \d+ media are there/), '✓ no file is left over']

for (const database of databases) {
  test(`${database.name}: what nothing holds is gone after a day, and what is held stays for ever`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob, clock } = its
    const { upload } = mediaApi(house)
    const { send, ids, collect } = collecting(its)
    const chat = await group(house, [alice, bob])
    const [loose, sent, planned, both] = await Promise.all(
      Array.from({ length: 4 }, () => upload(alice, sample('photo.png'))),
    )
    const message = await send(alice, chat, [sent!.id, both!.id])
    const again = await send(alice, chat, [both!.id])
    await house.commit((tx) => pin(tx, scheduledHolder('x'), [planned!.id]))
    clock.move(day - second)
    expect([await collect(), (await ids()).length]).toEqual([0, 4])
    clock.move(second)
    expect([await collect(), await ids()]).toEqual([1, [sent!.id, planned!.id, both!.id].sort()])
    expect((await filesOf(house)).filter((name) => name.startsWith(loose!.id))).toEqual([])
    clock.move(4000 * day)
    expect(await collect()).toBe(0)
    await doing(house).erase(alice, message)
    await house.commit((tx) => unpin(tx, scheduledHolder('x')))
    clock.move(day)
    expect([await collect(), await ids()]).toEqual([2, [both!.id]])
    await doing(house).erase(alice, again)
    clock.move(day)
    expect([await collect(), await leftOf(house)]).toEqual([1, { rows: [], files: [] }])
  })

  test(`${database.name}: what is attached while it is being collected is either collected or attached`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload } = mediaApi(house)
    const { send, ids } = collecting(its)
    // Where there can be two processes, it is the other one that collects.
    await using other = database.isShared ? await anotherHouse(its) : undefined
    const collect = () => collectMedia((other ?? its).house, openStorage(house.config))
    const chat = await group(house, [alice, bob])
    for (let round = 0; round < 8; round++) {
      const { id } = await upload(alice, sample('photo.gif'))
      await house.commit((tx) =>
        tx.db.updateTable('media').set({ expires_at: tx.at }).where('id', '=', id).execute(),
      )
      const [sent] = await Promise.allSettled([send(alice, chat, [id]), collect()])
      expect([round, (await ids()).includes(id)]).toEqual([round, sent!.status === 'fulfilled'])
    }
    expect(await doctorOf(its)).toEqual(whole)
  })

  test(`${database.name}: who goes takes along what he uploaded, but not what he has said`, async () => {
    await using its = await testHouse(database)
    const { house, alice, bob } = its
    const { upload, asking } = mediaApi(house)
    const { send, collect, ids } = collecting(its)
    const chat = await group(house, [alice, bob])
    const [said, kept] = [await upload(bob, sample('photo.png')), await upload(bob, sample('photo.gif'))]
    const begun = await asking(bob, 'POST', '/media/uploads', { headers: { 'Upload-Length': '5' } })
    const others = await upload(alice, sample('photo.webp'))
    await send(bob, chat, [said.id])
    expect((await ids()).sort()).toEqual([said.id, kept.id, begun.body.id, others.id].sort())
    await house.commit((tx) => removeUser(tx, bob.id, [forgetMedia]))
    expect(await collect()).toBe(2)
    expect(await ids()).toEqual([said.id, others.id].sort())
    expect((await asking(alice, 'GET', `/media/${said.id}`)).status).toBe(200)
    expect(await doctorOf(its)).toEqual(whole)
  })

  test(`${database.name}: a crash between any two steps leaves something that is found, and nothing that is seen`, async () => {
    await using its = await testHouse(database)
    const { house, alice, clock } = its
    const { asking } = mediaApi(house)
    const { storage, ids, collect } = collecting(its)
    const photo = sample('photo.jpg')
    const begin = () =>
      house.commit((tx) => reserve(tx, alice.id, { name: 'x', bytes: photo.length }, house.config))
    const receive = (id: string, bytes = photo) =>
      storage.staging.make(id).then(async (file) => {
        await file.write(bytes)
        await file.close()
      })
    const [announced, arriving, arrived, kept] = [await begin(), await begin(), await begin(), await begin()]
    await receive(arriving.id, photo.subarray(0, 100))
    await receive(arrived.id)
    await receive(kept.id)
    for (const { id } of [arrived, kept]) await (await storage.staging.besideOf(id).copy()).close()
    await storage.store.keep(fileName(kept.id), storage.staging.pathOf(kept.id))
    for (const { id } of [announced, arriving, arrived, kept])
      expect((await asking(alice, 'GET', `/media/${id}`)).status).toBe(404)
    expect((await asking(alice, 'GET', '/media')).body.items).toEqual([])
    expect(await doctorOf(its)).toEqual(whole)
    const done = await finish(house, storage, kept, photo.length)
    expect(done).toMatchObject({ id: kept.id, kind: 'image', state: 'ready' })
    expect((await storage.staging.list()).sort()).toEqual([arriving.id, arrived.id].sort())
    await house.commit((tx) =>
      tx.db
        .updateTable('media')
        .set({ state: 'gone', expires_at: tx.at })
        .where('id', '=', kept.id)
        .execute(),
    )
    await storage.store.remove(fileName(kept.id))
    expect(await doctorOf(its)).toEqual(whole)
    expect([await collect(), await ids()]).toEqual([1, [announced.id, arriving.id, arrived.id].sort()])
    clock.move(day + hour)
    expect([await collect(), await leftOf(house)]).toEqual([3, { rows: [], files: [] }])
  })

  test(`${database.name}: the doctor finds what is left over and what is missing, and cleans only what is ours`, async () => {
    await using its = await testHouse(database)
    const { house, alice } = its
    const { upload } = mediaApi(house)
    const { storage } = collecting(its)
    // The ids that are made now are to be younger than the accounts.
    await house.commit((tx) =>
      tx.db
        .updateTable('users')
        .set({ created_at: Date.now() - hour })
        .execute(),
    )
    expect(await doctorOf(its)).toEqual(whole)
    const [safe, lost, cut] = await Promise.all([1, 2, 3].map(() => upload(alice, sample('photo.png'))))
    const folder = join(house.config.dataDir, 'media', 'files')
    const shelf = (id: string) => join(folder, id.slice(-2))
    const put = (name: string, age = 0) => {
      mkdirSync(shelf(name.slice(0, 36)), { recursive: true })
      const path = join(shelf(name.slice(0, 36)), name)
      writeFileSync(path, 'x')
      utimesSync(path, new Date(Date.now() - age), new Date(Date.now() - age))
    }
    const orphan = newId()
    put(orphan)
    put(`${orphan}.thumbnail`)
    put(`${safe!.id}.copying-abc`, 2 * day)
    put(`${safe!.id}.copying-now`)
    put('01000000-0000-7000-8000-000000000000')
    writeFileSync(storage.staging.pathOf(newId()), 'x')
    rmSync(join(shelf(lost!.id), lost!.id))
    writeFileSync(join(shelf(cut!.id), cut!.id), 'short')
    const found = await doctorOf(its)
    expect(found).toEqual([
      expect.stringMatching(/^✗ of 2 media the file is missing or not whole/),
      expect.stringMatching(
        /^! 3 files .* and what is left of 1 uploads belong to nothing; "parley doctor --clean"/,
      ),
      expect.stringMatching(/^! 1 files .* are not of this database/),
    ])
    expect(await doctorOf(its)).toEqual(found)
    expect((await doctorOf(its, true))[1]).toMatch(/^✓ removed 3 files/)
    expect((await doctorOf(its))[1]).toBe('✓ no file is left over')
    const left = (await filesOf(house)).filter((name) => !name.endsWith('.thumbnail'))
    expect(left).toEqual(
      [safe!.id, `${safe!.id}.copying-now`, cut!.id, '01000000-0000-7000-8000-000000000000'].sort(),
    )
  })

  test(`${database.name}: what no upload knows is swept from where they arrive, and nothing else`, async () => {
    await using its = await testHouse(database)
    const { house, alice } = its
    const { storage } = collecting(its)
    expect(await sweepStaging(house, storage)).toBe(0)
    const row = await house.commit((tx) => reserve(tx, alice.id, { name: 'x', bytes: 5 }, house.config))
    await (await storage.staging.make(row.id)).close()
    const unknown = newId()
    await (await storage.staging.make(unknown)).close()
    await (await storage.staging.besideOf(unknown).copy()).close()
    expect(await sweepStaging(house, storage)).toBe(1)
    expect(readdirSync(join(house.config.dataDir, 'media', 'staging'))).toEqual([row.id])
  })
}
