import { effect } from '@preact/signals'
import { known } from '../store/store.ts'
import { line, signedIn } from './line.ts'
import { untilAnswered } from './until-answered.ts'

const told = new Map<string, number>()
const PACE_MS = 1000
let timer: ReturnType<typeof setTimeout> | undefined

/** Says of each chat how far this device has received it, not more than once a second. */
effect(() => {
  if (signedIn.value !== 'yes') return told.clear()
  const { chats } = known.value
  if (line.value.link !== 'live') return
  for (const { id, last_position, unread_count } of Object.values(chats))
    if (!told.has(id) && unread_count === 0) told.set(id, last_position)
  if (!timer) timer = setTimeout(tell, PACE_MS)
})

function tell(): void {
  timer = undefined
  if (signedIn.value !== 'yes') return
  for (const { id, last_position, last_message } of Object.values(known.value.chats)) {
    if ((told.get(id) ?? 0) >= last_position || !last_message) continue
    told.set(id, last_position)
    const path = `/api/v1/chats/${id}/delivered`
    untilAnswered((from) => from.request('PUT', path, { body: { position: last_position } })).catch(() => {})
  }
}
