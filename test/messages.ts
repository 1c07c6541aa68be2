import { openDirect } from '../src/chats/open-direct.ts'
import type { House } from '../src/http/house.ts'
import type { Signal } from '../src/log/signals.ts'
import { deleteMessage } from '../src/messages/delete.ts'
import { edit } from '../src/messages/edit.ts'
import { hide } from '../src/messages/hide.ts'
import type { Message } from '../src/messages/message.ts'
import { pin, unpin } from '../src/messages/pin.ts'
import { react, unreact } from '../src/messages/react.ts'
import type { Person } from './people.ts'

const at = ({ chat_id, id }: Message) => ({ chat: chat_id, message: id })

/** What somebody can do with a message, each in a transaction of its own. */
export function doing(house: House) {
  return {
    edit: (actor: Person, message: Message, text: string, ifMatch?: number) =>
      house.commit((tx) => edit(tx, actor, at(message), text, ifMatch)),
    erase: (actor: Person, message: Message) => house.commit((tx) => deleteMessage(tx, actor, at(message))),
    hide: (actor: Person, message: Message) => house.commit((tx) => hide(tx, actor, at(message))),
    react: (actor: Person, message: Message, emoji: string) =>
      house.commit((tx) => react(tx, actor, at(message), emoji)),
    unreact: (actor: Person, message: Message, emoji: string) =>
      house.commit((tx) => unreact(tx, actor, at(message), emoji)),
    pin: (actor: Person, message: Message) => house.commit((tx) => pin(tx, actor, at(message))),
    unpin: (actor: Person, message: Message) => house.commit((tx) => unpin(tx, actor, at(message))),
  }
}

/** The direct chat of two people. */
export function direct(house: House, one: Person, other: Person) {
  return house.commit((tx) => openDirect(tx, one, other.id))
}

/** Everything that is signalled from now on. */
export function signalsOf(house: House): Signal[] {
  const signals: Signal[] = []
  house.signals.listen((signal) => signals.push(signal))
  return signals
}
