import { createGroup } from '../src/chats/create-group.ts'
import type { ChatView } from '../src/chats/view.ts'
import type { House } from '../src/http/house.ts'
import type { Message } from '../src/messages/message.ts'
import { sendAll } from '../src/messages/send.ts'
import type { Problem } from '../src/problem.ts'
import type { Person } from './people.ts'

/** Makes a group in which the first one is the owner. */
export function group(house: House, [owner, ...others]: [Person, ...Person[]], sharesHistory = true) {
  const memberIds = others.map((other) => other.id)
  return house.commit((tx) => createGroup(tx, owner, { title: 'Walks', memberIds, sharesHistory }, 10_000))
}

/** Says something in a chat. */
export async function say(house: House, actor: Person, chat: Pick<ChatView, 'id'>, text: string) {
  const draft = { actor, chatId: chat.id, text, mediaIds: [], replyToId: null, clientId: null }
  return (await house.commit.join(sendAll, draft)) as Message
}

/** The code with which something is refused; undefined when it is not. */
export function refusalOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (problem: Problem) => problem.code ?? String(problem),
  )
}
