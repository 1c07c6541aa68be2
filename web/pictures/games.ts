import { minute } from '../../src/clock.ts'

/** Asks as somebody, at a time. */
// biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the API
type As = (name: string, at: number, method: string, path: string, body?: unknown) => Promise<any>

interface Place {
  as: As
  now: number
  viewer: string
  user: (name: string) => string
}

/** Who has played against whom before the pictures: the first has won. */
const before = [
  ['tom', 'maya'],
  ['maya', 'kofi'],
  ['maya', 'ines'],
  ['ines', 'tom'],
  ['priya', 'sam'],
  ['priya', 'tom'],
  ['priya', 'lena'],
  ['jonas', 'priya'],
  ['maya', 'jonas'],
] as const

/** Games that are over, that go on, and that wait for somebody. Answers their rooms by name. */
export async function playGames({ as, now, viewer, user }: Place): Promise<Record<string, string>> {
  const at = now - 20 * minute
  const open = (by: string, game: string, more: object = {}) =>
    as(by, at, 'POST', '/rooms', { game, ...more })
  const join = (by: string, id: string, role = 'player') =>
    as(by, at, 'POST', `/rooms/${id}/join`, { as: role })
  async function moves(id: string, people: string[], all: object[]): Promise<void> {
    for (const [n, move] of all.entries())
      await as(people[n % 2]!, at, 'POST', `/rooms/${id}/moves`, { number: n + 1, move })
  }
  for (const name of ['tom', 'ines', 'kofi']) await as(viewer, at, 'PUT', `/friends/${user(name)}`)
  for (const [winner, loser] of before)
    for (const game of ['tic-tac-toe', 'connect-four']) {
      const { id } = await open(winner, game)
      await join(loser, id)
      await as(loser, at, 'POST', `/rooms/${id}/resign`)
      await as(winner, at, 'DELETE', `/rooms/${id}`)
    }

  const won = await open(viewer, 'tic-tac-toe', { name: 'After the beans' })
  await join('ines', won.id)
  const cells = [[1, 1], [0, 1], [0, 0], [2, 2], [2, 0], [1, 0], [0, 2]] // biome-ignore format: rows and columns
  await moves(
    won.id,
    [viewer, 'ines'],
    cells.map(([row, column]) => ({ row, column })),
  )
  await as('ines', at, 'POST', `/chats/${won.chat_id}/messages`, { text: 'How did I not see that?' })

  const going = await open('tom', 'connect-four', { name: 'Best of the greenhouse', clock_seconds: 3600 })
  await join(viewer, going.id)
  await join('kofi', going.id, 'spectator')
  const columns = [3, 3, 4, 2, 3, 4, 5, 6, 2, 2, 4, 5, 1]
  await moves(
    going.id,
    ['tom', viewer],
    columns.map((column) => ({ column })),
  )
  const say = (by: string, text: string) => as(by, at, 'POST', `/chats/${going.chat_id}/messages`, { text })
  await say('tom', 'Think about it. I have all evening.')
  await say('kofi', 'I would not play the middle now')
  await say(viewer, 'No hints from the gallery!')

  await open('lena', 'tic-tac-toe', { clock_seconds: 30 })
  await open('jonas', 'connect-four', { name: 'Quick one before supper' })
  const others = await open('priya', 'connect-four')
  await join('sam', others.id)
  await moves(others.id, ['priya', 'sam'], [{ column: 3 }, { column: 2 }])
  await open('kofi', 'tic-tac-toe', { name: 'Two fences', public: false, invited_ids: [user(viewer)] })
  return { won: won.id, going: going.id }
}
