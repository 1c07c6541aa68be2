import { reacting } from '../log/react.ts'
import { moveZone, stopBetween, stopFrom, stopInto } from './cascade.ts'

interface Body {
  chat_id: string
  user_id: string
  me: { id: string; zone: string | null }
}

/** What is said, and what then becomes of messages to the future in the same transaction. */
export const futureConsequences = reacting<Body>({
  'block.added': (tx, { actor_id, about }) => stopBetween(tx, actor_id!, about!),
  'chat.member_removed': (tx, _, { chat_id, user_id }) => stopFrom(tx, user_id, chat_id),
  'chat.deleted': (tx, _, { chat_id }) => stopInto(tx, chat_id),
  'me.updated': (tx, _, { me }) => moveZone(tx, me.id, me.zone),
})
