import { id } from '../http/schemas.ts'
import { type SocketVerb, socketVerb } from '../http/socket-verb.ts'
import { MessageDraft, sendOne } from './routes.ts'

const SocketDraft = MessageDraft.extend({ chat_id: id })

/** The chatty ones of what can also be asked over HTTP. */
export const messageVerbs: Record<string, SocketVerb> = {
  send: socketVerb(SocketDraft, (house, actor, draft) =>
    sendOne(house, actor, draft.chat_id, draft, draft.client_id),
  ),
}
