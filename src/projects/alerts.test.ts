import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { pushStage } from '../../test/push-stage.ts'

for (const database of databases)
  test(`${database.name}: who is away is told what was done with him in a project, and nobody else is`, async () => {
    await using on = await pushStage(database)
    const { alice, bob, cleo, dora } = on
    for (const one of [alice, bob, dora]) await on.android(one)
    await on.iphone(cleo, { language: 'fr', shows_text: false })
    const told = async () => {
      await on.settle()
      const android = on.fcm.came.splice(0).map(({ token, notification }) => [token, notification])
      const iphone = on.apns.came.splice(0).map(({ body }) => ['cleo', body.aps.alert])
      return [...android, ...iphone]
    }
    const { id } = await alice.post('/api/v1/projects', { title: 'Bridge', participants: [bob.id] })
    const one = `/api/v1/projects/${id}`
    expect(await told()).toEqual([
      ['android-of-bob', { title: 'alice has added you to a project', body: 'Bridge' }],
    ])
    await on.must(bob, 'POST', `${one}/invite`, { participant: cleo.id })
    expect(await told()).toEqual([['cleo', { title: 'bob vous a fait entrer dans un projet', body: '' }]])
    await on.must(alice, 'POST', `${one}/designate-coach`, { coach: bob.id })
    expect(await told()).toEqual([
      ['android-of-bob', { title: 'alice has made you a coach of a project', body: 'Bridge' }],
    ])
    await on.must(alice, 'PUT', one, { title: 'Tunnel' })
    await on.must(alice, 'DELETE', `${one}/designate-coach`, { coach: bob.id })
    expect(await told()).toEqual([])
    await on.must(alice, 'DELETE', `${one}/remove-participant`, { participant: cleo.id })
    expect(await told()).toEqual([['cleo', { title: 'alice vous a fait sortir d’un projet', body: '' }]])
  })
