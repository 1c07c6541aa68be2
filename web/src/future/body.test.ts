import { expect, test } from 'bun:test'
import type { Media, Scheduled } from '../store/things.ts'
import { bodyOf, type FutureDraft, myZone } from './body.ts'
import { blankWhen, fromWhen } from './when.ts'

const when = { local: '2031-07-14T09:00', zone: 'Asia/Tokyo', repeat: { rule: 'FREQ=YEARLY' } }
const photo = { id: 'photo' } as Media
const scheduled = {
  ...{ id: 's', text: 'Hello', media: [photo], when, late: 'skip', late_after: 60_000, secrecy: 'sealed' },
  ...{ version: 3, returns: null },
} as Scheduled
const editing: FutureDraft = {
  ...{ text: 'Hello', to: [{ user_id: 'bob' }], media: [photo], when: fromWhen(when, myZone) },
  ...{ late: 'skip', lateAfter: 60_000, secrecy: 'sealed', editing: scheduled },
}

test('what is new is said whole', () => {
  const draft = { ...editing, text: ' Hello \n', editing: null }
  const rest = { when, late: 'skip', late_after: 60_000, secrecy: 'sealed' }
  const to = [{ user_id: 'bob' }]
  expect(bodyOf(draft)).toEqual({ to, text: 'Hello', media_ids: ['photo'], ...rest })
  expect(bodyOf({ ...draft, media: [] })).toEqual({ to, text: 'Hello', ...rest })
})

test('of what is changed, only what is another than before is said', () => {
  expect(bodyOf(editing)).toEqual({})
  expect(bodyOf({ ...editing, text: 'Hello!' })).toEqual({ text: 'Hello!' })
  expect(bodyOf({ ...editing, media: [] })).toEqual({ media_ids: [] })
  expect(bodyOf({ ...editing, when: { ...editing.when, hour: '10:00' } })).toEqual({
    when: { ...when, local: '2031-07-14T10:00' },
  })
  expect(bodyOf({ ...editing, when: blankWhen(myZone) })).toEqual({})
  expect(bodyOf({ ...editing, late: 'ask', lateAfter: 1, secrecy: 'announced' })).toEqual({
    ...{ late: 'ask', late_after: 1, secrecy: 'announced' },
  })
})
