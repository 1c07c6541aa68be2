import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { Sure } from '../pieces/sure.tsx'
import { toast } from '../pieces/toast.tsx'
import { chatPath, go } from '../route.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/together.ts'
import { cancel, erase, leaveOut, openChat } from './deeds.ts'
import { API, type EventDate, type EventView, eventPath } from './event.ts'

interface Props {
  event: EventView
  manages: boolean
  /** The date that is looked at, of what recurs. */
  date: EventDate | null
}

/** What can be done about an event besides coming to it. */
export function EventSteering({ event, manages, date }: Props) {
  const asking = useSignal<'out' | 'cancel' | 'delete' | null>(null)
  const { id, own_chat_id, state } = event
  const isPlanned = state === 'planned'
  const isInChat = own_chat_id !== null && shown.value.chats[own_chat_id] !== undefined
  const sures = {
    out: { title: said.leaveOutSure, lead: said.leaveOutLead, yes: said.leaveOut },
    cancel: { title: said.cancelSure, lead: said.cancelLead, yes: said.cancelEvent },
    delete: { title: said.deleteEventSure, lead: said.deleteEventLead, yes: said.deleteEvent },
  }
  async function sure() {
    if (asking.value === 'cancel') await cancel(event)
    if (asking.value === 'out') {
      await leaveOut(event, date!.original_date)
      go(eventPath(id), { instead: true })
    }
    if (asking.value === 'delete') {
      await erase(event)
      go('/app/events', { instead: true })
    }
  }
  async function makeChat() {
    try {
      const { own_chat_id } = await openChat(event)
      if (own_chat_id) go(chatPath(own_chat_id))
    } catch (refusal) {
      toast(wordsOf(refusal))
    }
  }
  return (
    <div class="steering last">
      {isInChat && (
        <a class="button small" href={chatPath(own_chat_id!)}>
          <Icon shape="send" size={16} />
          {said.openChat}
        </a>
      )}
      {own_chat_id === null && manages && isPlanned && (
        <button type="button" class="button small" onClick={makeChat}>
          <Icon shape="people" size={16} />
          {said.makeChat}
        </button>
      )}
      <a class="button small" href={`${API}/${id}/event.ics`} download={`${event.title}.ics`}>
        <Icon shape="save" size={16} />
        {said.download}
      </a>
      {manages && isPlanned && date && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'out')}>
          {said.leaveOut}
        </button>
      )}
      {manages && isPlanned && !date && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'cancel')}>
          {said.cancelEvent}
        </button>
      )}
      {manages && !date && (
        <button type="button" class="button small danger" onClick={() => (asking.value = 'delete')}>
          <Icon shape="trash" size={16} />
          {said.deleteEvent}
        </button>
      )}
      {asking.value && <Sure {...sures[asking.value]} onYes={sure} onClose={() => (asking.value = null)} />}
    </div>
  )
}
