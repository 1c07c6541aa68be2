import type { Notice } from '../../transports/push/notice.ts'

/** What the service worker of these clients reads: it shows `data.message`, and knows nothing else. */
export function pushed({ words: { title, body }, chat_id, position }: Notice) {
  const message = body === '' ? title : `${title}: ${body}`
  const isMessage = chat_id !== undefined && position !== undefined
  return isMessage
    ? { type: 'action_message', data: { type: 'new_message', message } }
    : { type: 'action_project', data: { type: 'edit_project', message } }
}
