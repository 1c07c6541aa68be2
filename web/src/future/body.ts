import type { Late, Media, Scheduled, Secrecy, To } from '../store/things.ts'
import { fromWhen, toWhen, type WhenDraft } from './when.ts'

/** A message to the future that I am writing, or changing. */
export interface FutureDraft {
  text: string
  to: To[]
  media: Media[]
  when: WhenDraft
  late: Late
  lateAfter: number
  secrecy: Secrecy
  /** What is being changed, as it was when I last saw it. */
  editing: Scheduled | null
}

export const myZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What would be asked of the server: everything when it is new, else what is another than before. */
export function bodyOf(draft: FutureDraft): Record<string, unknown> {
  const { editing, to, late, lateAfter, secrecy } = draft
  const when = toWhen(draft.when)
  const media_ids = draft.media.map(({ id }) => id)
  const text = draft.text.trim()
  if (!editing)
    return {
      to,
      text,
      ...(media_ids.length > 0 && { media_ids }),
      when,
      late,
      late_after: lateAfter,
      secrecy,
    }
  const before = toWhen(fromWhen(editing.when, myZone))
  return {
    ...(text !== editing.text && { text }),
    ...(!isSame(
      media_ids,
      editing.media.map(({ id }) => id),
    ) && { media_ids }),
    ...(when && !isSame(when, before) && { when }),
    ...(late !== editing.late && { late }),
    ...(lateAfter !== editing.late_after && { late_after: lateAfter }),
    ...(secrecy !== editing.secrecy && { secrecy }),
  }
}
