import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { nameOf } from '../chat/names.ts'
import { wordsOf } from '../line/line.ts'
import { FindPeople } from '../people/find-people.tsx'
import { PersonLine } from '../people/person-line.tsx'
import { Field } from '../pieces/field.tsx'
import { Icon } from '../pieces/icon.tsx'
import { go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { words } from '../words/words.ts'
import { openRoom, roomPath } from './deeds.ts'
import { Emblem } from './piece.tsx'
import { catalogue } from './read.ts'
import { lengthOf, nameOfGame } from './titles.ts'

/** Seconds; 0 is without a clock. */
const clocks = [0, 15, 30, 60, 300, 3600, 86_400, 604_800]

/** Opens a room: which game, for whom, how fast, and who is asked to come. */
export function NewRoom({ game: wanted }: { game: string | null }) {
  const games = (catalogue.value ?? []).filter(({ key }) => key !== null)
  const chosen = useSignal(wanted)
  const game = games.find(({ key }) => key === chosen.value)?.key ?? games[0]?.key ?? ''
  const name = useSignal('')
  const isPublic = useSignal(true)
  const clock = useSignal(0)
  const invited = useSignal<User[]>([])
  const problem = useSignal('')
  const id = useId()

  async function act(event: Event) {
    event.preventDefault()
    try {
      const room = await openRoom({
        game,
        name: name.value.trim(),
        public: isPublic.value,
        clock_seconds: clock.value || null,
        invited_ids: invited.value.map((user) => user.id),
      })
      go(roomPath(room.id), { instead: true })
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }

  return (
    <div class="page">
      <PageHead title={said.newRoom} back="/app/games" />
      <form class="page-body new-room" onSubmit={act}>
        <fieldset class="which">
          <legend>{said.whichGame}</legend>
          {games.map(({ key, title }) => (
            <label key={key} class="game-card">
              <input
                type="radio"
                name="game"
                class="unseen"
                checked={key === game}
                onChange={() => (chosen.value = key)}
              />
              <Emblem gameKey={key!} />
              <b>{nameOfGame(title)}</b>
            </label>
          ))}
        </fieldset>
        <fieldset class="radios">
          <legend>{said.whoMayCome}</legend>
          {[true, false].map((one) => (
            <label key={String(one)}>
              <input
                type="radio"
                name="public"
                checked={isPublic.value === one}
                onChange={() => (isPublic.value = one)}
              />
              {one ? said.everybody : said.onlyInvited}
            </label>
          ))}
        </fieldset>
        <p class="line">
          <label for={id}>{said.clock}</label>
          <select
            id={id}
            value={clock.value}
            onChange={(event) => (clock.value = Number(event.currentTarget.value))}
          >
            {clocks.map((seconds) => (
              <option key={seconds} value={seconds}>
                {seconds === 0 ? said.noClock : lengthOf(seconds)}
              </option>
            ))}
          </select>
        </p>
        <Field
          label={said.roomName}
          value={name.value}
          maxLength={100}
          onInput={(event) => (name.value = event.currentTarget.value)}
        />
        <section>
          <h2>{said.invitePeople}</h2>
          <ul class="chosen">
            {invited.value.map((user) => (
              <li key={user.id}>
                <button
                  type="button"
                  aria-label={`${words.remove}: ${nameOf(user)}`}
                  onClick={() => (invited.value = invited.value.filter((other) => other !== user))}
                >
                  <bdi>{nameOf(user)}</bdi>
                  <Icon shape="close" size={14} />
                </button>
              </li>
            ))}
          </ul>
          <FindPeople
            without={invited.value.map((user) => user.id)}
            row={(user) => (
              <button
                type="button"
                class="person-button"
                onClick={() => (invited.value = [...invited.value, user])}
              >
                <PersonLine user={user} />
              </button>
            )}
          />
        </section>
        <footer class="page-foot">
          <span class="problem" role="alert">
            {problem.value}
          </span>
          <button type="submit" class="button primary" disabled={game === ''}>
            {said.openRoom}
          </button>
        </footer>
      </form>
    </div>
  )
}
