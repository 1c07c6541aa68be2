import { outranks } from '../chats/chat.ts'
import type { Tx } from '../db/commit.ts'
import { indexWords } from '../db/search.ts'
import type { Actor } from '../http/house.ts'
import { append, clearing } from '../log/append.ts'
import { blankAbout } from '../log/blank.ts'
import { chatStream } from '../log/entry.ts'
import { messageHolder, unpin } from '../media/attach.ts'
import { Problem } from '../problem.ts'
import { messageToChange, toMessage } from './message.ts'
import { removePostcard } from './postcard.ts'

/**
 * Deletes a message for everybody: its sender may, and admins of a group. Its place stays; its words are gone, from
 * the log too. @throws Problem not_found, forbidden
 */
export async function deleteMessage(
  tx: Tx,
  actor: Actor,
  place: { chat: string; message: string },
): Promise<void> {
  const { chat, member, row } = await messageToChange(tx, actor.id, place.chat, place.message)
  // In a direct chat nobody is more than a member.
  const moderates = outranks(member.role, 'member')
  if (row.sender_id !== actor.id && !moderates)
    throw new Problem('forbidden', 'Only its sender and admins of the group may delete a message')
  if (row.deleted_at !== null) return
  const left = { text: '', deleted_at: tx.at, pinned_at: null, pinned_by: null, version: row.version + 1 }
  await tx.db
    .updateTable('messages')
    .set({ ...left, words: '', client_digest: null })
    .where('id', '=', row.id)
    .execute()
  await indexWords(tx.db, tx.dialect, [{ number: row.number, words: '' }])
  for (const table of ['message_edits', 'reactions', 'mentions'] as const)
    await tx.db.deleteFrom(table).where('message_id', '=', row.id).execute()
  await unpin(tx, messageHolder(row.id))
  await removePostcard(tx, messageHolder(row.id))
  await blankAbout(tx, row.id)
  append(tx, {
    stream: chatStream(chat.id),
    kind: 'message.deleted',
    actorId: actor.id,
    // All that is left: whoever was away has heard nothing else of it, since what was said before is blanked.
    body: { message: toMessage({ ...row, ...left }, [], []) },
    alert: clearing(chat.id, row.position, true),
  })
}
