import { effect } from '@preact/signals'
import { place } from '../route.ts'
import { shown } from '../store/store.ts'
import { line, parley, signedIn } from './line.ts'
import { seen } from './live.ts'

/** As many as may be asked about at once. */
const MOST = 300
const SETTLE_MS = 300

let timer: ReturnType<typeof setTimeout> | undefined
let watched = ''

/** Watches whether the people are here whom the page shows. */
effect(() => {
  if (signedIn.value !== 'yes' || line.value.link !== 'live') {
    watched = ''
    return
  }
  const here = place.value
  const { chats, members } = shown.value
  const inChat = here.at === 'chat' ? (members[here.chatId] ?? []).slice(0, 200) : []
  const peers = Object.values(chats).flatMap(({ peer }) => (peer && !peer.deleted ? peer.id : []))
  const ids = [...new Set([...inChat.map(({ user }) => user.id), ...peers])].slice(0, MOST).sort()
  const wanted = ids.join()
  if (wanted === watched || ids.length === 0) return
  clearTimeout(timer)
  timer = setTimeout(async () => {
    watched = wanted
    try {
      seen(await parley().watch(ids))
    } catch {
      watched = ''
    }
  }, SETTLE_MS)
})
