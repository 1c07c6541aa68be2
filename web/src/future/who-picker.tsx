import { useSignal } from '@preact/signals'
import { useEffect, useId } from 'preact/hooks'
import { isNotes, nameOf, pictureOf, titleOf } from '../chat/names.ts'
import { byActivity } from '../chat-list/order.ts'
import { myId, parley } from '../line/line.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Icon, type Shape } from '../pieces/icon.tsx'
import { happen, me, shown } from '../store/store.ts'
import type { Page, To, User } from '../store/things.ts'
import { said } from '../words/future.ts'
import { words } from '../words/words.ts'
import { keyOfTo, nameOfTo } from './whom.ts'

const SETTLE_MS = 150
const MOST = 8
const number = /^\+?[\d\s().-]{5,30}$/

interface Props {
  to: To[]
  fixed: boolean
  problem: string
  onChange: (to: To[]) => void
}

interface Offer {
  to: To
  name: string
  hint: string
  picture: string | null
  shape?: Shape
}

/** To whom: those chosen, and a field that finds people, groups and telephone numbers. */
export function WhoPicker({ to, fixed, problem, onChange }: Props) {
  const id = useId()
  const query = useSignal('')
  const found = usePeople(query.value.trim())
  const offers = offersFor(query.value.trim(), found).filter(
    (offer) => !to.some((one) => keyOfTo(one) === keyOfTo(offer.to)),
  )
  const isOpen = !fixed && (query.value.trim() !== '' || to.length === 0)

  function choose(offer: Offer) {
    onChange([...to, offer.to])
    query.value = ''
    document.getElementById(id)?.focus()
  }

  return (
    <div class="who">
      <div class="who-line">
        <label class="who-label" for={id}>
          {said.toWhom}
        </label>
        <ul class="chosen" aria-label={said.toWhom}>
          {to.map((one) => (
            <li key={keyOfTo(one)}>
              <Chosen to={one} fixed={fixed} onRemove={() => onChange(to.filter((other) => other !== one))} />
            </li>
          ))}
        </ul>
        {!fixed && (
          <input
            id={id}
            type="text"
            autocomplete="off"
            placeholder={said.addWhom}
            aria-describedby={problem ? `${id}-problem` : undefined}
            aria-invalid={problem ? true : undefined}
            value={query.value}
            maxLength={100}
            onInput={(event) => (query.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Backspace' && query.value === '' && to.length > 0) onChange(to.slice(0, -1))
              if (event.key !== 'Enter') return
              event.preventDefault()
              if (offers[0] && query.value.trim() !== '') choose(offers[0])
            }}
          />
        )}
      </div>
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {isOpen && (
        <ul class="people offers">
          {offers.map((offer) => (
            <li key={keyOfTo(offer.to)}>
              <button type="button" class="person-button" onClick={() => choose(offer)}>
                <span class="person">
                  {offer.shape ? (
                    <span class="avatar plain">
                      <Icon shape={offer.shape} />
                    </span>
                  ) : (
                    <Avatar id={keyOfTo(offer.to)} name={offer.name} picture={offer.picture} size={36} />
                  )}
                  <span class="person-name">
                    <bdi>{offer.name}</bdi>
                    <span class="soft">{offer.hint}</span>
                  </span>
                </span>
              </button>
            </li>
          ))}
          {offers.length === 0 && query.value.trim() !== '' && <li class="soft pad">{words.nobodyFound}</li>}
        </ul>
      )}
    </div>
  )
}

function Chosen({ to, fixed, onRemove }: { to: To; fixed: boolean; onRemove: () => void }) {
  const name = nameOfTo(to)
  if (fixed)
    return (
      <span class="chosen-name">
        <bdi>{name}</bdi>
      </span>
    )
  return (
    <button type="button" aria-label={`${words.remove}: ${name}`} onClick={onRemove}>
      <bdi>{name}</bdi>
      <Icon shape="close" size={14} />
    </button>
  )
}

/** People of this server by a part of their names. */
function usePeople(query: string): User[] {
  const found = useSignal<User[]>([])
  useEffect(() => {
    if (query === '') {
      found.value = []
      return
    }
    const asking = new AbortController()
    const timer = setTimeout(async () => {
      const options = { query: { limit: MOST, query }, signal: asking.signal }
      const page = await parley()
        .request<Page<User>>('GET', '/api/v1/users', options)
        .catch(() => undefined)
      if (!page || asking.signal.aborted) return
      happen({ what: 'snapshot', snapshot: { of: 'people', users: page.items }, since: [] })
      found.value = page.items
    }, SETTLE_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [query])
  return found.value
}

function offersFor(query: string, people: User[]): Offer[] {
  const wanted = query.toLocaleLowerCase()
  const chats = byActivity(shown.value.chats).filter(
    (chat) => !isNotes(chat) && !chat.peer?.deleted && titleOf(chat).toLocaleLowerCase().includes(wanted),
  )
  const met = new Set(chats.flatMap(({ peer }) => peer?.id ?? []))
  const known = chats.slice(0, MOST).map((chat): Offer => {
    const to = chat.peer ? { user_id: chat.peer.id } : { chat_id: chat.id }
    const hint = chat.peer ? `@${chat.peer.username}` : words.group
    return { to, name: titleOf(chat), hint, picture: pictureOf(chat) }
  })
  const others = people
    .filter(({ id }) => id !== myId() && !met.has(id))
    .map(
      (user): Offer => ({
        to: { user_id: user.id },
        name: nameOf(user),
        hint: `@${user.username}`,
        picture: user.picture,
      }),
    )
  return [...numberOffer(query), ...myself(wanted), ...known, ...others]
}

function numberOffer(query: string): Offer[] {
  if (!number.test(query)) return []
  const to = { phone: query }
  return [{ to, name: said.addNumber(query), hint: said.addNumberHint, picture: null, shape: 'phone' }]
}

function myself(wanted: string): Offer[] {
  const mine = me.value
  const fits = [said.myself, mine?.name ?? '', mine?.username ?? ''].some((name) =>
    name.toLocaleLowerCase().includes(wanted),
  )
  if (!mine || !fits) return []
  return [{ to: { user_id: mine.id }, name: said.myself, hint: said.myselfHint, picture: mine.picture }]
}
