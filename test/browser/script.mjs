import { pause } from './in-turn.mjs'
import { PATIENCE } from './person.mjs'

const EMOJI = ['🎉', '👍', '❤️']
const KEPT = 10

/** Somebody without a page: a script that says, edits, deletes and reacts, and asks again until it is answered. */
export function script({ id, ask }, chats, chance, ledger) {
  const doings = { say: 5, reply: 2, edit: 2, remove: 1, react: 3 }
  const acts = { say, reply, edit, remove, react }
  const mine = []

  async function insist(method, path, body) {
    for (const since = performance.now(); ; await pause(100)) {
      try {
        return await ask(method, path, body)
      } catch (error) {
        if (error.status === 409) return undefined
        if (error.status < 500 || performance.now() - since > PATIENCE) throw error
      }
    }
  }

  async function say(chat, more = {}) {
    const text = ledger.next()
    ledger.said(chat, text)
    const path = `/api/v1/chats/${chat.id}/messages`
    const { id } = await insist('POST', path, { text, client_id: text, ...more })
    mine.push({ path: `${path}/${id}`, first: text })
    if (mine.length > KEPT) mine.shift()
  }

  async function someMessage(chat) {
    const { items } = await insist('GET', `/api/v1/chats/${chat.id}/messages?limit=20`)
    return chance.of(items.filter(({ deleted }) => !deleted))
  }

  async function reply(chat) {
    const message = await someMessage(chat)
    // Of others it may be gone by now, and then there is nothing to reply to.
    await say(chat, message?.sender_id === id ? { reply_to_id: message.id } : {})
  }

  async function edit() {
    const message = chance.of(mine)
    if (!message) return
    const text = `${message.first} (${ledger.count()})`
    ledger.edited(text)
    await insist('PATCH', message.path, { text })
  }

  async function remove() {
    const [message] = mine.splice(chance.below(mine.length), 1)
    if (!message) return
    ledger.removed(message.first)
    await insist('DELETE', message.path)
  }

  async function react(chat) {
    const message = await someMessage(chat)
    const path = `/api/v1/chats/${chat.id}/messages/${message?.id}/reactions/`
    const method = chance.of(['PUT', 'PUT', 'DELETE'])
    if (message) await insist(method, path + encodeURIComponent(chance.of(EMOJI)))
  }

  return { act: () => acts[chance.weighed(doings)](chance.of(chats)) }
}
