import type { House } from '../../http/house.ts'
import type { Message } from '../../messages/message.ts'
import { viewMessages } from '../../projects/message-list.ts'
import type { Person } from '../../projects/person.ts'
import { addressOf, withAva } from './as-they-know.ts'
import type { Files } from './file.ts'
import type { Seat } from './seat.ts'

/** A message as these clients know it; what there is nothing of is left out. */
export interface MessageItem {
  id: string
  project_id: string
  content?: string
  file_name?: string
  /** As it came, or where it is if it is long; see `file.ts`. */
  file_base64?: string
  sender: Person
  receiver?: Person
  /** UTC, as `mm/dd/yyyy, HH:MM`. */
  created_at: string
}

export async function toMessageItem(
  { db }: House,
  files: Files,
  { who, origin }: Pick<Seat, 'who' | 'origin'>,
  projectId: string,
  message: Message,
): Promise<MessageItem> {
  const [view] = await viewMessages(db.reader, who.id, { id: projectId }, [message])
  const { id, content, sender, receiver, media } = view!
  const [medium] = media
  const file = medium && {
    file_name: medium.name,
    file_base64: (await files.read(medium)) ?? addressOf(medium, origin),
  }
  return {
    id,
    project_id: projectId,
    ...(content === '' ? {} : { content }),
    ...file,
    sender: withAva(sender, origin),
    ...(receiver ? { receiver: withAva(receiver, origin) } : {}),
    created_at: asTheyWrite(message.created_at),
  }
}

function asTheyWrite(at: number): string {
  const [year, month, day, hours, minutes] = new Date(at).toISOString().split(/[-T:]/)
  return `${month}/${day}/${year}, ${hours}:${minutes}`
}
