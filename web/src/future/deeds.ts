import { effect, signal } from '@preact/signals'
import { parley, signedIn } from '../line/line.ts'
import { happen } from '../store/store.ts'
import type { Message, Scheduled, When } from '../store/things.ts'
import { language } from '../words/words.ts'
import { bodyOf, type FutureDraft } from './body.ts'

const PATH = '/api/v1/scheduled'

/** What one deed was asked under: the same once more has the same key, and is done once. */
const keys = new Map<string, string>()

/** Asks for a change, and shows the answer as the log will tell it. @throws ParleyProblem */
async function change(method: string, path: string, body: object, ifMatch?: number): Promise<Scheduled> {
  const deed = JSON.stringify([method, path, body, ifMatch])
  const client_id = keys.get(deed) ?? crypto.randomUUID()
  keys.set(deed, client_id)
  const options = { body: { ...body, client_id }, ...(ifMatch !== undefined && { ifMatch }) }
  const scheduled = await parley().request<Scheduled>(method, path, options)
  keys.delete(deed)
  happen({ what: 'learnt', kind: 'scheduled.updated', body: { scheduled } })
  return scheduled
}

/**
 * Sends a draft off, or changes what it is about, unless somebody was quicker; `seen` is a later version of which I was
 * told. @throws ParleyProblem
 */
export function keep(draft: FutureDraft, seen?: number): Promise<Scheduled> {
  const { editing } = draft
  if (!editing) return change('POST', PATH, bodyOf(draft))
  return change('PATCH', `${PATH}/${editing.id}`, bodyOf(draft), seen ?? editing.version)
}

export type Steering = 'cancel' | 'send-now' | 'pause' | 'resume' | 'skip-next'

/** @throws ParleyProblem */
export const steer = ({ id, version }: Scheduled, what: Steering) =>
  change('POST', `${PATH}/${id}/${what}`, {}, what === 'cancel' ? version : undefined)

/** @throws ParleyProblem */
export const decide = ({ id }: Scheduled, occurrenceId: string, decision: 'send' | 'skip') =>
  change('POST', `${PATH}/${id}/occurrences/${occurrenceId}/decision`, { decision })

/** @throws ParleyProblem */
export async function forget({ id }: Scheduled): Promise<void> {
  await parley().request('DELETE', `${PATH}/${id}`)
  happen({ what: 'learnt', kind: 'scheduled.forgotten', body: { scheduled_id: id } })
}

/** Without `when`, the server draws the moment. @throws ParleyProblem */
export const sendBack = ({ chat_id, id }: Message, when: When | undefined) =>
  change('POST', `/api/v1/chats/${chat_id}/messages/${id}/return`, when ? { when } : {})

/** A moment that the operator offers. */
export interface Choice {
  key: string
  label: string
  calendar: boolean
}

interface Offered {
  items: Choice[]
  levels: { key: string; from: number; label: string }[]
}

interface Counts {
  from_me: number
  to_me: number
  status: string | null
}

export const offered = signal<Offered>({ items: [], levels: [] })
export const counts = signal<Counts | null>(null)

effect(() => {
  if (signedIn.value !== 'yes') counts.value = null
})

/** What this server offers; asked once. */
export async function readOffered(): Promise<void> {
  if (offered.peek().levels.length > 0) return
  const query = { language: language === 'fr' ? 'fr' : 'en' }
  offered.value = await parley().request<Offered>('GET', `${PATH}/choices`, { query })
}

export async function readCounts(): Promise<void> {
  counts.value = await parley().request<Counts>('GET', `${PATH}/counts`)
}
