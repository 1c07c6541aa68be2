import { expect, test } from 'bun:test'
import { databases } from '../../test/databases.ts'
import { testHouse } from '../../test/house.ts'
import type { Person } from '../../test/people.ts'
import { scene, short } from '../../test/projects.ts'

const all = '/projects'

for (const database of databases) {
  test(`${database.name}: titles, keys, pages and filters`, async () => {
    await using its = await testHouse(database)
    const { alice, bob, cleo } = its
    const { door, emil, id } = await scene(its)
    const make = (who: Person, title: string, more: object = {}) => door(who, 'POST', all, { title, ...more })
    expect((await make(alice, 'Bridge')).status).toBe(409)
    const key = { title: 'Ford', client_id: 'one' }
    const twice = [await door(bob, 'POST', all, key), await door(bob, 'POST', all, key)]
    expect(twice.map(({ status, body }) => [status, body.id])).toEqual([
      [201, twice[0]!.body.id],
      [201, twice[0]!.body.id],
    ])
    expect((await make(bob, 'Bridge', { participants: [alice.id] })).status).toBe(201)
    // It cannot be handed over to somebody who has one of that title.
    expect((await door(alice, 'PUT', `${all}/${id}/owner`, { user: bob.id })).status).toBe(409)
    expect((await door(bob, 'PUT', `${all}/${twice[0]!.body.id}`, { title: 'Bridge' })).status).toBe(409)
    expect((await make(alice, 'Sand_castle', { participants: [id] })).status).toBe(404)
    await make(alice, 'Sand_castle')
    await make(alice, 'SÃO Bento')

    const list = async (who: Person, query = '') => door(who, 'GET', `${all}/${query}`)
    const titles = async (who: Person, query = '') =>
      (await list(who, query)).body.data.map((one: { title: string }) => one.title)
    expect(await titles(alice)).toEqual(['SÃO Bento', 'Sand_castle', 'Bridge', 'Bridge'])
    expect(await titles(alice, '?role=participant')).toEqual(['Bridge'])
    expect(await titles(alice, '?filter_by=d_c')).toEqual(['Sand_castle'])
    expect(await titles(alice, '?filter_by=são')).toEqual(['SÃO Bento'])
    expect(await titles(alice, '?filter_by=%25')).toEqual([])
    expect((await list(alice)).body).toMatchObject({ total: 4, pages: 1, has_next: false, has_prev: false })
    const second = (await list(alice, '?page=2&per_page=1&filter_by=BRID')).body
    expect(second).toMatchObject({ total: 2, pages: 2, has_next: false, has_prev: true })
    expect([second.data.length, short(second.data[0])]).toEqual([1, 'alice bob | cleo'])
    const walk = new URLSearchParams(second.prev.split('?')[1])
    expect([...walk]).toEqual([
      ['page', '1'],
      ['per_page', '1'],
      ['filter_by', 'BRID'],
    ])
    expect(second.next).toContain('page=2')
    const first = await door(alice, 'GET', second.prev.replace('/api/v1', ''))
    expect(first.body).toMatchObject({ has_next: true, has_prev: false, data: [{ owner: { id: bob.id } }] })
    expect((await list(emil)).body).toMatchObject({ total: 0, pages: 0, data: [] })
    expect((await list(alice, '?per_page=5000')).body.next).toContain('per_page=100')
    for (const query of ['?page=2', '?page=9'])
      expect([query, (await list(alice, query)).status]).toEqual([query, 404])
    for (const query of ['?page=0', '?page=x', '?per_page=-1', '?role=boss', '?sort=up'])
      expect([query, (await list(alice, query)).status]).toEqual([query, 400])

    expect((await door(alice, 'PUT', `${all}/${id}/archive`)).body).toMatchObject({
      archived: true,
      version: 2,
    })
    expect((await door(alice, 'PUT', `${all}/${id}/archive`)).body).toMatchObject({ version: 2 })
    expect(await titles(cleo)).toEqual([])
    expect(await titles(cleo, '?archived=true')).toEqual(['Bridge'])
    expect((await door(alice, 'DELETE', `${all}/${id}/archive`)).body).toMatchObject({ archived_at: null })
    expect(await titles(cleo)).toEqual(['Bridge'])
    const kinds = (await its.hears(cleo))
      .map((entry) => entry.kind)
      .filter((kind) => kind.startsWith('project'))
    expect(kinds).toEqual(['project.created', 'project.archived', 'project.unarchived'])
  }, 20_000)
}
