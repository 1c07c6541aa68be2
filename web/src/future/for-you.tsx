import { inWords, nameOf, personOf, titleOf } from '../chat/names.ts'
import { Icon } from '../pieces/icon.tsx'
import { shown } from '../store/store.ts'
import type { Announcement } from '../store/things.ts'
import { said } from '../words/future.ts'
import { momentIn } from './ticket.tsx'

/** What others have announced to me; nothing of what is in it. */
export function ForYou() {
  const items = Object.values(shown.value.announced ?? {})
  if (items.length === 0) return null
  const soonest = (one: Announcement) => one.opens_at ?? Number.POSITIVE_INFINITY
  return (
    <section class="span">
      <h2>{said.forYou}</h2>
      <ul>
        {items
          .toSorted((a, b) => soonest(a) - soonest(b))
          .map((one) => (
            <li key={one.id} class="row announced-one">
              <span class="avatar plain">
                <Icon shape="gift" />
              </span>
              <span class="row-title">{titleFor(one)}</span>
              <span class="row-text">
                {one.opens_at === null ? said.opensSomeDay : said.opens(momentIn(one.opens_at))}
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}

function titleFor({ sender_id, chat_id }: Announcement): string {
  const name = said.from(inWords(nameOf(personOf(sender_id))))
  const chat = chat_id === null ? undefined : shown.value.chats[chat_id]
  return chat ? `${name}, ${said.inGroup(inWords(titleOf(chat)))}` : name
}
