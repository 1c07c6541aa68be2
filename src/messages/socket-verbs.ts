import { id, z } from '../http/schemas.ts'
import { type SocketVerb, socketVerb } from '../http/socket-verb.ts'
import { markDelivered, markRead } from './receipts.ts'
import { SocketDraft, sendOne } from './routes.ts'
import { tellTyping } from './typing.ts'

const UpTo = z.strictObject({ chat_id: id, position: z.number().int().min(0) })
const Typing = z.strictObject({ chat_id: id, typing: z.boolean() })

/** The chatty ones of what can also be asked over HTTP. */
export const messageVerbs: Record<string, SocketVerb> = {
  send: socketVerb(SocketDraft, (house, actor, draft) =>
    sendOne(house, actor, draft.chat_id, draft, draft.client_id),
  ),
  read: socketVerb(UpTo, (house, actor, { chat_id, position }) => markRead(house, actor, chat_id, position)),
  delivered: socketVerb(UpTo, (house, actor, { chat_id, position }) =>
    markDelivered(house, actor, chat_id, position),
  ),
  typing: socketVerb(Typing, (house, actor, { chat_id, typing }) =>
    tellTyping(house, actor, chat_id, typing),
  ),
}
