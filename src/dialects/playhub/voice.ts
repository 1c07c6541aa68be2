import { chatOf } from '../../chats/chat.ts'
import { joinLobby, LOBBY_ID } from '../../chats/lobby.ts'
import { check } from '../../http/check.ts'
import type { House } from '../../http/house.ts'
import { z } from '../../http/schemas.ts'
import { chatStream } from '../../log/entry.ts'
import { type Message, spokenText } from '../../messages/message.ts'
import { sendOne } from '../../messages/routes.ts'
import { Problem } from '../../problem.ts'
import { findUser } from '../../users/user.ts'
import type { Room } from '../dialect.ts'
import type { Talk, Voice } from '../main-namespace.ts'
import { gameAsks } from './ask-games.ts'
import { Ear } from './ear.ts'
import { suffixes } from './game-names.ts'
import { openHall } from './hall.ts'
import { gameEntries } from './hear-games.ts'
import { openHosts } from './hosts.ts'
import { id } from './id.ts'
import { wordsOf } from './old-chat.ts'
import { asSaid } from './table.ts'

/** Who says it, is known by the token that opened the connection: `username`, `Sender` and `token` are passed over. */
const Saying = z.object({
  message: spokenText.nullish(),
  content: spokenText.nullish(),
  chat_id: id.nullish(),
})

const OneChat = z.object({ chat_id: id })

/**
 * Messages and games on the default namespace. What is said without a chat goes to the lobby, which all listen to; what is
 * said in a chat to its members.
 */
export function playhubVoice({ house, people }: Room): Voice {
  const ears = new WeakMap<Talk, Ear>()
  const hall = openHall(house)
  const gameOf = openHosts(house.db)

  function earOf(talk: Talk): Ear {
    const known = ears.get(talk)
    if (known) return known
    const ear = new Ear(talk)
    ears.set(talk, ear)
    return ear
  }

  async function hearMessage(ear: Ear, message: Message) {
    const sender = (await people.person(message.sender_id))?.username ?? ''
    const game = await gameOf(message.chat_id)
    if (game) return ear.sayOf(game, 'new_message', asSaid(ear, sender, wordsOf(message)))
    if (ear.joined && !ear.joined.has(message.chat_id)) return
    ear.say('message', toEvent(message, sender))
  }

  return {
    name: 'playhub',
    streams: [chatStream(LOBBY_ID)],
    // With what else would he have logged in?
    canBeOf: async ({ id }) => (await findUser(house.db.reader, id)).email !== null,
    enter(talk) {
      const ear = earOf(talk)
      hall.enter(ear)
      talk.socket.on('disconnect', () => hall.leave(ear))
    },
    kinds: new Set(['message.sent', ...Object.keys(gameEntries)]),
    async hear(talk, entry) {
      const ear = earOf(talk)
      if (entry.kind === 'message.sent') return hearMessage(ear, (entry.body as { message: Message }).message)
      await gameEntries[entry.kind]!(house, ear, entry)
    },
    asks: {
      message: (talk, [given]) => {
        const ear = earOf(talk)
        return ear.inTurn(() => say(house, ear, given))
      },
      async join(talk, [given]) {
        const { chat_id } = check(OneChat, given, 'join')
        if (chat_id !== LOBBY_ID) await chatOf(house.db.reader, talk.who.id, chat_id)
        const ear = earOf(talk)
        ear.joined ??= new Set()
        ear.joined.add(chat_id)
      },
      async leave(talk, [given]) {
        const { chat_id } = check(OneChat, given, 'leave')
        earOf(talk).joined?.delete(chat_id)
      },
      ...asksOfGames(house, hall, earOf),
    },
    refuse({ socket, who }, { message, code }, event) {
      const told = { message, error: message, code }
      const suffix = suffixes.find(([end]) => end !== '' && event.endsWith(end))?.[0]
      if (suffix === undefined) socket.emit('error', told)
      else socket.emit(`error${suffix}`, told, { user_id: who.id })
    },
  }
}

/** The two keys that are documented, and of what is said in a chat those that came later. */
function toEvent(message: Message, sender: string) {
  const words = wordsOf(message)
  const said = { "Nom d'utilisateur": sender, message: words }
  if (message.chat_id === LOBBY_ID) return said
  return {
    ...said,
    _id: message.id,
    chat_id: message.chat_id,
    content: words,
    Sender: message.sender_id,
    created_at: new Date(message.created_at).toISOString(),
  }
}

async function say(house: House, ear: Ear, given: unknown): Promise<void> {
  const { message, content, chat_id } = check(Saying, given, 'message')
  const words = check(spokenText, content ?? message, 'message text')
  const { who } = ear.talk
  const send = () => sendOne(house, who, chat_id ?? LOBBY_ID, { text: words }, undefined)
  await send().catch(async (error) => {
    const isNew = error instanceof Problem && error.code === 'not_found'
    if (!isNew || (chat_id ?? LOBBY_ID) !== LOBBY_ID) throw error
    await house.commit((tx) => joinLobby(tx, who.id))
    await send()
  })
}

function asksOfGames(
  house: House,
  hall: ReturnType<typeof openHall>,
  earOf: (talk: Talk) => Ear,
): NonNullable<Voice['asks']> {
  const named = Object.entries(gameAsks).flatMap(([event, ask]) =>
    suffixes
      // Without an ending it would be the event of Socket.IO itself.
      .filter(([suffix]) => event !== 'connect' || suffix !== '')
      .map(([suffix, game]) => {
        const answer = (talk: Talk, [given]: unknown[]) => {
          const ear = earOf(talk)
          if (event !== 'get_rooms') ear.suffixed = suffix !== ''
          return ear.inTurn(() => ask({ house, hall, ear, given, game }))
        }
        return [`${event}${suffix}`, answer] as const
      }),
  )
  return Object.fromEntries(named)
}
