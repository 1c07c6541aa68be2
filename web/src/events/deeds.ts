import { deed } from '../line/deed.ts'
import { keepFresh } from '../line/fresh.ts'
import { API, type Draft, type EventView } from './event.ts'

const at = ({ id }: Pick<EventView, 'id'>) => `${API}/${id}`

/** Changes it, and shows the answer before the log tells it. */
async function changed(asked: Promise<EventView>): Promise<EventView> {
  const event = await asked
  keepFresh(at(event), event)
  return event
}

/** @throws ParleyProblem */
export const create = ({ repeat, ...draft }: Draft) =>
  changed(deed('POST', API, { body: { ...draft, ...(repeat && { repeat }) } }))

/** All its dates, unless somebody was quicker. @throws ParleyProblem */
export const edit = (event: EventView, draft: Partial<Draft>) =>
  changed(deed('PATCH', at(event), { body: draft, ifMatch: event.version }))

/** One date of what recurs. @throws ParleyProblem */
export const editDate = (event: EventView, date: string, draft: Partial<Draft>) =>
  changed(deed('PATCH', `${at(event)}/dates/${date}`, { body: draft, ifMatch: event.version }))

/** @throws ParleyProblem */
export const leaveOut = (event: EventView, date: string) =>
  changed(deed('DELETE', `${at(event)}/dates/${date}`))

/** @throws ParleyProblem */
export const cancel = (event: EventView) => changed(deed('POST', `${at(event)}/cancel`))

/** @throws ParleyProblem */
export const erase = (event: EventView) => deed('DELETE', at(event))

/** @throws ParleyProblem */
export const answer = (event: EventView, what: 'yes' | 'maybe' | 'no') =>
  changed(deed('PUT', `${at(event)}/answer`, { body: { answer: what } }))

/** I have nothing to do with it any more. @throws ParleyProblem */
export const withdraw = (event: EventView) => deed('DELETE', `${at(event)}/answer`)

/** @throws ParleyProblem */
export const remind = (event: EventView, minutes: number[]) =>
  changed(deed('PUT', `${at(event)}/reminders`, { body: { minutes_before: minutes } }))

/** @throws ParleyProblem */
export const openChat = (event: EventView) => changed(deed('POST', `${at(event)}/chat`))

/** @throws ParleyProblem */
export const invite = (event: EventView, whom: { user_ids?: string[]; emails?: string[] }) =>
  changed(deed('POST', `${at(event)}/guests`, { body: whom }))

/** @throws ParleyProblem */
export const takeOff = (event: EventView, userId: string) => deed('DELETE', `${at(event)}/guests/${userId}`)
