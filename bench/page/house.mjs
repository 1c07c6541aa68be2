import { PASSWORD, register } from '../../test/browser/person.mjs'
import { mortalServer } from '../../test/mortal-server.mjs'

const words = `the river was high this morning and nobody had thought of boots so we turned back at the mill
  where somebody sells apples by the roadside shall we try again on Sunday if it stays dry or take the train`.split(
  /\s+/,
)

/** The same words at every run. */
function sentence(n) {
  const length = 3 + ((n * 7) % 29)
  return Array.from({ length }, (_, i) => words[(n * 31 + i * (1 + (n % 5))) % words.length]).join(' ')
}

/** Does a job for each number below `count`, so many at a time. */
async function each(count, atATime, job) {
  let next = 0
  const worker = async () => {
    while (next < count) await job(next++)
  }
  await Promise.all(Array.from({ length: atATime }, worker))
}

/** A server with alice and bob, 40 chats, and one in which `many` messages were said. */
export async function openHouse(many) {
  const server = await mortalServer({
    PARLEY_RATE_PER_MINUTE: '0',
    PARLEY_RATE_ANONYMOUS_PER_MINUTE: '0',
    PARLEY_LOG_LEVEL: 'error',
  })
  const [alice, bob] = await Promise.all(
    [
      ['alice', 'Alice Lind'],
      ['bob', 'Bob Osei'],
    ].map(([username, name]) => register(server.url, { username, name, password: PASSWORD })),
  )
  const say = (who, { id }, text) => who.ask('POST', `/api/v1/chats/${id}/messages`, { text })
  await each(40, 8, async (n) => {
    const chat = await alice.ask('POST', '/api/v1/chats', { title: `Walk ${n + 1}`, member_ids: [bob.id] })
    await say(bob, chat, sentence(n))
  })
  const chat = await alice.ask('POST', '/api/v1/chats', { title: 'The long walk', member_ids: [bob.id] })
  await each(many, 32, (n) => say(n % 3 ? alice : bob, chat, sentence(n)))
  for (const one of [alice, bob]) await one.ask('PUT', `/api/v1/chats/${chat.id}/read`, { position: many })
  return { server, url: server.url, alice, chat, username: 'alice', password: PASSWORD }
}
