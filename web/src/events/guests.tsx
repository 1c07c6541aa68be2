import { useSignal } from '@preact/signals'
import { nameOf } from '../chat/names.ts'
import { useFresh } from '../line/fresh.ts'
import { myId, wordsOf } from '../line/line.ts'
import { PersonLine } from '../people/person-line.tsx'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { toast } from '../pieces/toast.tsx'
import type { Page, User } from '../store/things.ts'
import { said } from '../words/together.ts'
import { words } from '../words/words.ts'
import { takeOff } from './deeds.ts'
import { type Answer, API, type EventView } from './event.ts'
import { InviteGuests } from './invite-guests.tsx'

interface Guest {
  user: User
  answer: Answer
  answered_at: number | null
}

const PAGE = 200
const FIRST = 50
const rank: Record<Answer, number> = { yes: 0, waiting: 1, maybe: 2, invited: 3, no: 4 }

/** Who was invited and who comes, for those who may know; whoever organizes invites. */
export function Guests({ event, manages }: { event: EventView; manages: boolean }) {
  const inviting = useSignal(false)
  const most = useSignal(FIRST)
  const mayKnow = event.chat_id !== null || event.organizer_id === myId() || event.answer !== null
  const guests = useGuests(event, mayKnow)
  if (!mayKnow && !manages) return null
  const sorted = guests.toSorted(
    (a, b) => rank[a.answer] - rank[b.answer] || (a.answered_at ?? 0) - (b.answered_at ?? 0),
  )
  return (
    <section class="guests">
      <h2>{said.guests}</h2>
      {manages && event.state === 'planned' && (
        <button type="button" class="person-button add-people" onClick={() => (inviting.value = true)}>
          <span class="avatar plain">
            <Icon shape="plus" />
          </span>
          {said.invitePeople}
        </button>
      )}
      <ul class="people plain" aria-live="polite">
        {sorted.slice(0, most.value).map((guest) => (
          <li key={guest.user.id}>
            <PersonLine user={guest.user}>
              <span class="answer-mark" data-answer={guest.answer}>
                {said.theirs[guest.answer]}
              </span>
              {manages && guest.user.id !== myId() && <TakeOff event={event} user={guest.user} />}
              {manages && guest.user.id === myId() && <span class="soft is-me">{words.youSuffix}</span>}
            </PersonLine>
          </li>
        ))}
      </ul>
      {sorted.length > most.value && (
        <button type="button" class="link" onClick={() => (most.value += PAGE)}>
          {words.showMore}
        </button>
      )}
      {sorted.length === 0 && <p class="soft">{said.noGuests}</p>}
      {inviting.value && (
        <InviteGuests
          event={event}
          without={guests.map(({ user }) => user.id)}
          onClose={() => (inviting.value = false)}
        />
      )}
    </section>
  )
}

function useGuests({ id }: EventView, mayKnow: boolean): Guest[] {
  const path = `${API}/${id}/guests`
  const { now } = useFresh<Guest[]>(`${path} ${mayKnow}`, `event:${id}`, async (from) => {
    const items: Guest[] = []
    for (let after: string | null = null; mayKnow; ) {
      const query = { limit: PAGE, ...(after && { after }) }
      const page: Page<Guest> = await from.request('GET', path, { query })
      items.push(...page.items)
      if (!page.next) break
      after = page.next
    }
    return items
  })
  return now ?? []
}

function TakeOff({ event, user }: { event: EventView; user: User }) {
  return (
    <IconButton
      shape="close"
      label={`${words.remove}: ${nameOf(user)}`}
      onClick={() => void takeOff(event, user.id).catch((refusal) => toast(wordsOf(refusal)))}
    />
  )
}
