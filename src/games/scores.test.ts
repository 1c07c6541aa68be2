import { expect, test } from 'bun:test'
import { group, refusalOf } from '../../test/chats.ts'
import { databases } from '../../test/databases.ts'
import { gaming, WON } from '../../test/games.ts'
import { testHouse } from '../../test/house.ts'
import { type Person, person } from '../../test/people.ts'
import { day, minute } from '../clock.ts'
import { newId } from '../id.ts'
import { block } from '../users/block.ts'
import { befriend } from '../users/friends.ts'
import { removeUser } from '../users/remove.ts'
import { boundsOf, periodOf } from './boards.ts'
import { addGame, editGame, removeGame } from './edit-catalogue.ts'
import { forgetGames } from './farewell.ts'
import { makeKey, revokeKey, secretOf } from './keys.ts'
import { readLeaderboard, type Wanted } from './leaderboard.ts'
import { recordSigned, sign } from './signed-result.ts'

const facts = {
  title: 'Chess elsewhere',
  genre: 'Board game',
  release_year: null,
  developer: '',
  rating: 9.5,
  platform: 'Web',
  zone: 'UTC',
}

/** A game that runs elsewhere, and a server of its that has a key. */
async function elsewhere(database: (typeof databases)[0]) {
  const its = await testHouse(database)
  const { house, clock, alice } = its
  const game = await house.commit((tx) => addGame(tx, alice, facts))
  const key = await house.commit((tx) => makeKey(tx, alice, game.id, 'the server'))
  const secret = secretOf(house.secrets, key.id)
  let results = 0
  async function tell(
    players: object[],
    more: { id?: string; at?: number; secret?: string; key?: string } = {},
  ) {
    const body = Buffer.from(JSON.stringify({ result_id: more.id ?? `r${++results}`, players }))
    const timestamp = String(more.at ?? clock.now())
    const signature = sign(more.secret ?? secret, timestamp, body)
    const letter = { keyId: more.key ?? key.id, timestamp, signature, body }
    return house.commit((tx) => recordSigned(tx, house.secrets, letter))
  }
  const scored = (who: { id: string }, points: number) => tell([{ user_id: who.id, result: 'win', points }])
  const board = (who: { id: string }, more: Partial<Wanted> = {}) =>
    readLeaderboard(house.db, who.id, game.id, { measure: 'total', limit: 50, ...more }, clock.now())
  /** Names with their points and ranks, as somebody sees them. */
  const seen = async (who: { id: string }, more: Partial<Wanted> = {}) =>
    (await board(who, more)).items.map(({ user, points, rank }) => `${rank} ${user.username} ${points}`)
  return {
    ...its,
    game,
    key,
    secret,
    tell,
    scored,
    board,
    seen,
    [Symbol.asyncDispose]: its[Symbol.asyncDispose],
  }
}

for (const database of databases) {
  test(`${database.name}: a result from elsewhere is counted once, if it is signed by a key that is good, now`, async () => {
    await using its = await elsewhere(database)
    const { house, clock, alice, bob, cleo, game, key, tell, seen, secret } = its
    const parts = [
      { user_id: alice.id, result: 'win' },
      { user_id: bob.id, result: 'loss', points: 7 },
    ]
    const first = await tell(parts, { id: 'one' })
    expect(first.scores).toMatchObject([
      { user_id: alice.id, points: 100, wins: 1 },
      { user_id: bob.id, points: 7, losses: 1 },
    ])
    const heard = (await its.hears(bob)).at(-1)
    expect(heard).toMatchObject({
      kind: 'score.recorded',
      body: { game_id: game.id, result: 'loss', points: 7 },
    })
    const head = await its.head()
    clock.move(4 * minute)
    expect(await tell(parts, { id: 'one', at: clock.now() + minute })).toEqual(first)
    expect(await refusalOf(tell([parts[0]!], { id: 'one' }))).toBe('conflict')
    const wrong = { at: clock.now() - 6 * minute }
    for (const more of [
      wrong,
      { at: clock.now() + 6 * minute },
      { secret: `${secret}x` },
      { key: newId() },
      { key: '' },
    ])
      expect([more, await refusalOf(tell(parts, more))]).toEqual([more, 'unauthenticated'])
    expect(await refusalOf(tell([parts[0]!, parts[0]!]))).toBe('invalid')
    expect(await refusalOf(tell([{ user_id: newId(), result: 'win' }]))).toBe('not_found')
    expect(await refusalOf(tell([{ user_id: cleo.id, result: 'win', points: -1 }]))).toBe('invalid')
    expect([await its.head(), await seen(cleo)]).toEqual([head, ['1 alice 100', '2 bob 7']])

    // Neither the database nor the log knows the secret.
    const rows = await house.db.reader.selectFrom('game_keys').selectAll().execute()
    expect(rows).toMatchObject([{ id: key.id, used_at: clock.now() }])
    expect(JSON.stringify(rows)).not.toContain(secret)
    for (const refused of [
      house.commit((tx) => makeKey(tx, bob, game.id, 'mine')),
      house.commit((tx) => revokeKey(tx, bob, key.id)),
      house.commit((tx) => editGame(tx, bob, game.id, { title: 'Mine' })),
      house.commit((tx) => removeGame(tx, bob, game.id)),
    ])
      expect(await refusalOf(refused)).toBe('forbidden')
    await house.commit((tx) => revokeKey(tx, alice, key.id))
    expect(await refusalOf(tell(parts, { id: 'one' }))).toBe('unauthenticated')
    await house.commit((tx) => removeGame(tx, alice, game.id))
    expect(await refusalOf(seen(alice))).toBe('not_found')
    for (const table of ['scores', 'score_blocks', 'score_boards', 'game_results', 'game_keys'] as const)
      expect([table, await house.db.reader.selectFrom(table).selectAll().execute()]).toEqual([table, []])
  })

  test(`${database.name}: leaderboards of all, around me, among friends and in a chat; of equals, who was first is ahead`, async () => {
    await using its = await elsewhere(database)
    const { house, clock, alice, bob, cleo, dora, scored, seen, board } = its
    const others: Person[] = []
    for (let i = 0; i < 5; i++) others.push(await person(house, `p${i}`))
    for (const [i, other] of others.entries()) await scored(other, 500 - 100 * i)
    clock.move(1)
    await scored(bob, 300)
    clock.move(1)
    await scored(alice, 200)
    await scored(alice, 100)
    await scored(cleo, 250)
    clock.move(1)
    await scored(bob, 0)
    const all = [
      '1 p0 500',
      '2 p1 400',
      '3 p2 300',
      '4 bob 300',
      '5 alice 300',
      '6 cleo 250',
      '7 p3 200',
      '8 p4 100',
    ]
    expect(await seen(dora)).toEqual(all)
    const page = await board(dora, { limit: 3 })
    expect([page.count, page.mine]).toEqual([8, null])
    expect(await seen(dora, { limit: 3, after: page.next! })).toEqual(all.slice(3, 6))
    expect(await refusalOf(board(dora, { after: 'x' }))).toBe('invalid')
    expect(await seen(alice, { around: 'me', limit: 3 })).toEqual(all.slice(3, 6))
    expect(await seen(others[0]!, { around: 'me', limit: 4 })).toEqual(all.slice(0, 4))
    expect(await seen(others[4]!, { around: 'me', limit: 3 })).toEqual(all.slice(5))
    expect(await seen(dora, { around: 'me' })).toEqual([])
    expect((await board(alice, { limit: 1 })).mine).toMatchObject({ rank: 5, points: 300 })
    expect(await seen(alice, { measure: 'best', limit: 5 })).toEqual([...[...all.slice(0, 4), '5 cleo 250']])
    expect((await board(alice, { measure: 'best' })).mine).toMatchObject({ points: 200, wins: 2 })

    await house.commit((tx) => befriend(tx, alice, cleo.id))
    await house.commit((tx) => befriend(tx, alice, bob.id))
    expect(await seen(alice, { among: 'friends' })).toEqual(['1 bob 300', '2 alice 300', '3 cleo 250'])
    expect(await seen(alice, { among: 'friends', limit: 2, around: 'me' })).toEqual([
      '2 alice 300',
      '3 cleo 250',
    ])
    const chat = await group(house, [bob, cleo, dora])
    expect(await seen(dora, { chat: chat.id })).toEqual(['1 bob 300', '2 cleo 250'])
    expect(await refusalOf(board(alice, { chat: chat.id }))).toBe('not_found')

    await house.commit((tx) => block(tx, others[1]!, dora.id))
    expect(await seen(dora, { limit: 3 })).toEqual(['1 p0 500', '3 p2 300'])
    await house.commit((tx) => removeUser(tx, others[0]!.id, [forgetGames]))
    expect(await seen(alice, { limit: 2 })).toEqual(['1 p1 400', '2 p2 300'])
    expect((await board(alice)).count).toBe(7)
  })

  test(`${database.name}: weeks and months begin when the clocks of the game's zone say so`, async () => {
    await using its = await elsewhere(database)
    const { house, clock, alice, bob, game, scored, seen, board } = its
    const auckland = 'Pacific/Auckland'
    await house.commit((tx) => editGame(tx, alice, game.id, { zone: auckland }))
    // Sunday 29 November 2026, 23:59:59 in Auckland, where summer time is thirteen hours ahead.
    const sunday = Date.UTC(2026, 10, 29, 10, 59, 59)
    clock.move(sunday - clock.now())
    await scored(alice, 10)
    clock.move(1000)
    await scored(bob, 20)
    const week = await board(alice, { measure: 'week' })
    expect([week.from, week.until]).toEqual([sunday + 1000, sunday + 1000 + 7 * day])
    expect(await seen(alice, { measure: 'week' })).toEqual(['1 bob 20'])
    expect(await seen(alice, { measure: 'week', on: '2026-11-24' })).toEqual(['1 alice 10'])
    expect(await seen(alice, { measure: 'month' })).toEqual(['1 bob 20', '2 alice 10'])
    clock.move(day)
    expect(await seen(alice, { measure: 'month' })).toEqual([])
    expect(await seen(alice, { measure: 'month', on: '2026-11-01' })).toEqual(['1 bob 20', '2 alice 10'])
    expect(await seen(alice)).toEqual(['1 bob 20', '2 alice 10'])
    for (const on of ['2026-02-30', 'today', '2026-11-2'])
      expect([on, await refusalOf(board(alice, { measure: 'week', on }))]).toEqual([on, 'invalid'])
  })

  test(`${database.name}: the result of a room is counted in the transaction that ends it, or not at all`, async () => {
    let breaks = false
    const beforeCommit = () => {
      if (breaks) throw new Error('broken before the commit')
    }
    await using its = await testHouse(database, { beforeCommit })
    const { begun, marks, move, see } = gaming(its.house)
    const room = await begun(its.alice, its.bob)
    await marks(room, [its.alice, its.bob], WON.slice(0, -1))
    breaks = true
    const last = () => move(its.alice, room, 5, { row: 0, column: 2 })
    expect(await refusalOf(last())).toContain('broken')
    const scores = () => its.house.db.reader.selectFrom('scores').selectAll().execute()
    expect([(await see(its.bob, room)).state, await scores()]).toEqual(['playing', []])
    breaks = false
    expect((await last()).room.state).toBe('ended')
    expect(await scores()).toHaveLength(8)
    await last()
    expect((await scores()).reduce((sum, one) => sum + one.wins, 0)).toBe(4)
  })
}

test('a week has 168 hours, but where clocks change; a month ends where the next begins', () => {
  const hours = (measure: 'week' | 'month', at: number, zone: string) => {
    const { from, until } = boundsOf(measure, periodOf(measure, at, zone), zone)
    return [new Date(from!).toISOString(), (until! - from!) / 3_600_000]
  }
  const october = Date.UTC(2026, 9, 21)
  expect(hours('week', october, 'Europe/Paris')).toEqual(['2026-10-18T22:00:00.000Z', 169])
  expect(hours('week', october, 'UTC')).toEqual(['2026-10-19T00:00:00.000Z', 168])
  expect(hours('month', october, 'Europe/Paris')).toEqual(['2026-09-30T22:00:00.000Z', 745])
  expect(hours('month', Date.UTC(2027, 1, 28, 12), 'Asia/Kolkata')).toEqual(['2027-01-31T18:30:00.000Z', 672])
})
