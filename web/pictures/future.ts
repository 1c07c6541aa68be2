import { day, hour } from '../../src/clock.ts'

/** Asks as somebody, at a time. */
// biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the API
type As = (name: string, at: number, method: string, path: string, body?: unknown) => Promise<any>

export interface Place {
  as: As
  now: number
  viewer: string
  user: (name: string) => string
  chat: (key: string) => string
}

/** What was written long ago, and arrives on the day of the pictures. */
export function writtenLongAgo({ as, now, viewer, user }: Place) {
  const at = now - 49 * day
  const letter = (by: string, text: string, hours: number) => () =>
    as(by, at, 'POST', '/scheduled', {
      to: [{ user_id: user(viewer) }],
      text,
      when: { at: now - hours * hour },
    })
  return [
    { at, act: letter('priya', 'You said that by today the beans would be in the freezer. Are they?', 3) },
    { at, act: letter('tom', 'Open me when the first frost has been.', 1) },
  ]
}

/** What is on its way from the viewer and to her, and what has become of the rest. */
export async function writeAhead({ as, now, viewer, user, chat }: Place) {
  const write = (to: object[], text: string, when: object, more: object = {}) =>
    as(viewer, now, 'POST', '/scheduled', { to, text, when, ...more })
  const zone = 'Europe/Paris'
  const rule = 'FREQ=MONTHLY;BYDAY=-1FR'
  await as('ines', now, 'PATCH', '/users/me', { zone: 'Asia/Tokyo' })
  await write([{ user_id: user('ines') }], 'Your negatives are in the blue box. Do not forget them!', {
    at: now + 5 * hour,
  })
  await write([{ chat_id: chat('garden') }], 'Last Friday of the month: who turns the compost?', {
    local: '2026-11-27T09:00',
    zone,
    repeat: { rule, except: ['2026-12-25'] },
  })
  await write([{ user_id: user('tom') }, { user_id: user('kofi') }], 'Has the fig survived the winter?', {
    local: '2027-03-20T09:00',
    where_you_are: true,
  })
  await write([{ phone: '+33612345678' }], 'Welcome! You have my number, and now I have yours.', {
    at: now + 12 * day,
  })
  await write([{ user_id: user('lena') }], 'A good day to you, on no day in particular.', {
    choice: 'some_day',
  })
  await write([{ user_id: user(viewer) }], 'Dear Maya, is the bridge standing?', {
    at: now + 12 * 365.2425 * day,
  })
  const paused = await write([{ user_id: user('sam') }], 'Stretch your back.', {
    local: '2026-11-21T08:00',
    zone,
    repeat: { rule: 'FREQ=DAILY' },
  })
  await as(viewer, now, 'POST', `/scheduled/${paused.id}/pause`)
  const regretted = await write([{ user_id: user('jonas') }], 'About the train …', { at: now + 3 * day })
  await as(viewer, now, 'POST', `/scheduled/${regretted.id}/cancel`)
  const sent = await write([{ user_id: user('kofi') }], 'The gate is open.', { at: now + day })
  await as(viewer, now, 'POST', `/scheduled/${sent.id}/send-now`)
  const secrecy = 'announced'
  const to = [{ user_id: user(viewer) }]
  await as('kofi', now, 'POST', '/scheduled', {
    ...{ to, text: 'Happy birthday!', when: { local: '2027-07-14T09:00', zone }, secrecy },
  })
  await as('aoife', now, 'POST', '/scheduled', { to, text: 'Soon', when: { choice: 'some_day' }, secrecy })
}
