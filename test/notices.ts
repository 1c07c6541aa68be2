import type { DeviceKind, DeviceRow } from '../src/db/schema.ts'
import type { Notice, Reach } from '../src/transports/push/notice.ts'

export const TAG = 'chat:019a4c2e-7d10-7000-8000-5a1c0b7e4d21'

/** Something to be shown, worth three minutes from this instant on. */
export function notice(now: number, more: Partial<Notice> = {}): Notice {
  return {
    kind: 'notice',
    id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d22',
    tag: TAG,
    chat_id: TAG.slice('chat:'.length),
    position: 7,
    words: { title: 'alice', body: 'Hello' },
    badge: 3,
    at: now,
    expiresAt: now + 180_000,
    ...more,
  }
}

export function device(kind: DeviceKind, address: string, more: Partial<DeviceRow> = {}): DeviceRow {
  return {
    id: '019a4c2e-7d10-7000-8000-5a1c0b7e4d23',
    user_id: '',
    session_id: '',
    kind,
    address,
    address_digest: '',
    keys: null,
    app: null,
    language: null,
    shows_text: 1,
    created_at: 0,
    updated_at: 0,
    ...more,
  }
}

/** Sends, without anybody who would give up. */
export function sending(reach: Reach, to: DeviceRow) {
  return (what: Notice) => reach(to, what, new AbortController().signal)
}
