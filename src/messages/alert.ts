import type { Alert } from '../log/append.ts'
import type { MessageRecord } from './message.ts'

/** As much as is shown of a message on a locked screen. */
const MOST_SHOWN = 200

/** What those who are away are told of a message. A group is named, a direct chat is named by who speaks. */
export function alertOf(
  {
    chat_id,
    position,
    text,
    written_at,
  }: Pick<MessageRecord, 'chat_id' | 'position' | 'text' | 'written_at'>,
  { kind, title }: { kind: string; title: string },
  calls: string[],
): Alert {
  const args = {
    ...(kind === 'group' ? { group: title } : {}),
    ...(written_at === null ? {} : { written_at }),
  }
  const place = { collapse: `chat:${chat_id}`, chat_id, position }
  return { key: 'message', args, ...place, ...(calls.length > 0 ? { calls } : {}), text: shorten(text) }
}

function shorten(text: string): string {
  if (text.length <= MOST_SHOWN) return text
  const letters = [...text.slice(0, 2 * MOST_SHOWN)]
  return letters.length <= MOST_SHOWN ? letters.join('') : `${letters.slice(0, MOST_SHOWN - 1).join('')}…`
}
