import { deviceOf } from '../settings/device.ts'
import { language } from '../words/words.ts'
import { myId, parley } from './line.ts'

/** Whether this browser tells of messages while the page is closed; and if not, why. */
export type Push = 'unable' | 'not here' | 'blocked' | 'off' | 'on'

interface Ways {
  kinds: string[]
  public_key: string
}

const DEVICE = '/api/v1/devices/current'
/** Who has said yes here, and whether words may be shown: a subscription alone does not say whose it is. */
const NOTE = 'parley-notices'

interface Note {
  user: string
  showsText: boolean
}

function readNote(): Note | null {
  try {
    return JSON.parse(localStorage.getItem(NOTE) ?? 'null')
  } catch {
    return null
  }
}

function writeNote(note: Note | null): void {
  try {
    if (note) localStorage.setItem(NOTE, JSON.stringify(note))
    else localStorage.removeItem(NOTE)
  } catch {}
}

const registration = () => navigator.serviceWorker?.getRegistration()

const subscription = async () => (await registration())?.pushManager?.getSubscription()

/** How it is now. @throws ParleyProblem */
export async function pushNow(): Promise<{ push: Push; showsText: boolean }> {
  const note = readNote()
  const showsText = note?.showsText ?? true
  if (!(await registration())?.pushManager || !('Notification' in globalThis))
    return { push: 'unable', showsText }
  const { kinds } = await ways()
  if (!kinds.includes('webpush')) return { push: 'not here', showsText }
  if (Notification.permission === 'denied') return { push: 'blocked', showsText }
  const isOn = Notification.permission === 'granted' && note?.user === myId() && (await subscription())
  return { push: isOn ? 'on' : 'off', showsText }
}

const ways = () => parley().request<Ways>('GET', '/api/v1/push')

/** Asks the browser, after our own question, and tells the server where this browser is reached. @throws Error when it cannot be arranged */
export async function turnOn(showsText: boolean): Promise<Push> {
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return permission === 'denied' ? 'blocked' : 'off'
  const { public_key } = await ways()
  const here = await navigator.serviceWorker.ready
  await (await here.pushManager.getSubscription())?.unsubscribe()
  const subscribed = await here.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: public_key,
  })
  await sayWhere(subscribed, showsText)
  writeNote({ user: myId(), showsText })
  return 'on'
}

async function sayWhere(subscribed: PushSubscription, showsText: boolean): Promise<void> {
  const { endpoint, keys } = subscribed.toJSON()
  const about = {
    app: deviceOf(navigator.userAgent),
    language: language === 'fr' ? 'fr' : 'en',
    shows_text: showsText,
  }
  await parley().request('PUT', DEVICE, {
    body: { kind: 'webpush', subscription: { endpoint, keys }, ...about },
  })
}

/** This browser tells nothing any more. @throws ParleyProblem */
export async function turnOff(): Promise<void> {
  await parley().request('DELETE', DEVICE)
  await forgetPush()
}

/** At each start: browsers give new addresses at times, and a session is a device anew. */
export async function sayAgain(): Promise<void> {
  const subscribed = await subscription()
  if (!subscribed) return
  const note = readNote()
  if (note?.user === myId() && Notification.permission === 'granted')
    await sayWhere(subscribed, note.showsText)
  else await forgetPush()
}

/** What somebody has said yes to holds for nobody else; and what was told to him is not left on the screen. */
export async function forgetPush(): Promise<void> {
  writeNote(null)
  await (await subscription())?.unsubscribe()
  for (const shown of (await (await registration())?.getNotifications()) ?? []) shown.close()
}
