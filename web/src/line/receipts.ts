import { effect } from '@preact/signals'
import { known } from '../store/store.ts'
import { isOpen, line, parley, signedIn } from './line.ts'
import { untilAnswered } from './until-answered.ts'

/** Of each chat, how far it is known there that this device has received it. */
const told = new Map<string, number>()
/** The chats of which it is being told. */
const telling = new Set<string>()
const PACE_MS = 1000
let timer: ReturnType<typeof setTimeout> | undefined

/** Says of each chat how far this device has received it, not more than once a second. */
effect(() => {
  if (signedIn.value !== 'yes') return told.clear()
  const { chats } = known.value
  if (line.value.link !== 'live') return
  for (const { id, last_position, unread_count } of Object.values(chats))
    if (!told.has(id) && unread_count === 0) told.set(id, last_position)
  tellSoon()
})

function tellSoon(): void {
  if (!timer) timer = setTimeout(tellAll, PACE_MS)
}

function tellAll(): void {
  timer = undefined
  if (signedIn.value !== 'yes') return
  for (const id of Object.keys(known.value.chats)) if (isBehind(id)) void tell(id)
}

function isBehind(id: string): boolean {
  const chat = known.value.chats[id]
  return chat?.last_message != null && (told.get(id) ?? 0) < chat.last_position
}

/** One at a time for each chat: who was not answered says in the end how far he is then. */
async function tell(id: string): Promise<void> {
  if (telling.has(id)) return
  telling.add(id)
  const asked = parley()
  try {
    await untilAnswered(async (from) => {
      const position = known.value.chats[id]?.last_position ?? 0
      await from.request('PUT', `/api/v1/chats/${id}/delivered`, { body: { position } })
      told.set(id, position)
    })
  } catch {
    // Refused: it is not said again until there is more.
    if (isOpen(asked)) told.set(id, known.value.chats[id]?.last_position ?? 0)
  } finally {
    telling.delete(id)
  }
  if (isBehind(id)) tellSoon()
}
