import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { nameOf } from '../chat/names.ts'
import { myId, wordsOf } from '../line/line.ts'
import { presence } from '../line/live.ts'
import { untilAnswered } from '../line/until-answered.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Empty } from '../pieces/empty.tsx'
import { toast } from '../pieces/toast.tsx'
import { chatPath, go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { changeChat } from '../store/act.ts'
import { happen, shown } from '../store/store.ts'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { dayAhead } from '../words/words.ts'
import { Friendship } from './friendship.tsx'
import { ScoresOf } from './scores-of.tsx'

/** Somebody as a player: who he is, what he has won, and whether he is my friend. */
export function PersonPage({ id }: { id: string }) {
  const user = shown.value.people[id]
  const isGone = useSignal(false)
  const since = shown.value.games?.friends?.[id]?.since
  useEffect(() => {
    untilAnswered((from) => from.request<User>('GET', `/api/v1/users/${id}`)).then(
      (found) => happen({ what: 'snapshot', snapshot: { of: 'people', users: [found] }, since: [] }),
      () => (isGone.value = true),
    )
  }, [id])
  async function write() {
    try {
      const chat = await changeChat('PUT', `/api/v1/chats/direct/${id}`)
      go(chatPath(chat.id))
    } catch (refusal) {
      toast(wordsOf(refusal))
    }
  }
  if (!user)
    return (
      <div class="page">
        <PageHead title={said.title} back="/app/games/leaders" />
        {isGone.value && <Empty title={said.personGone} />}
      </div>
    )
  return (
    <div class="page">
      <PageHead title={nameOf(user)} back="/app/games/leaders" />
      <div class="page-body person-page">
        <div class="portrait">
          <Avatar
            id={id}
            name={nameOf(user)}
            picture={user.picture}
            size={112}
            online={presence.value[id]?.online === true}
          />
          {!user.deleted && <p class="soft">@{user.username}</p>}
          {user.about && (
            <p class="about-text-block" dir="auto">
              {user.about}
            </p>
          )}
          {since !== undefined && <p class="soft">{said.friendSince(dayAhead(since))}</p>}
          {id !== myId() && !user.deleted && (
            <div class="line">
              <button type="button" class="button small primary" onClick={write}>
                {said.message}
              </button>
              <Friendship user={user} />
            </div>
          )}
        </div>
        <section>
          <h2>{said.scores}</h2>
          <ScoresOf userId={id} />
        </section>
      </div>
    </div>
  )
}
