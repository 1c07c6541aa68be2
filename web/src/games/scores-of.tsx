import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { mended, parley } from '../line/line.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import { count } from '../words/words.ts'
import { Emblem } from './piece.tsx'
import type { Score } from './things.ts'
import { nameOfGame } from './titles.ts'

/** What somebody has won, game by game. Under a title of its own nothing is said where there is nothing. */
export function ScoresOf({ userId, title }: { userId: string; title?: string }) {
  const scores = useSignal<Score[] | null>(null)
  const results = shown.value.games?.results
  useEffect(() => {
    parley()
      .request<{ items: Score[] }>('GET', `/api/v1/users/${userId}/scores`)
      .then(
        ({ items }) => (scores.value = items),
        () => {},
      )
  }, [userId, results, mended.value])
  if (!scores.value) return null
  if (scores.value.length === 0 && title) return null
  if (scores.value.length === 0) return <p class="soft">{said.noScores}</p>
  const list = (
    <ul class="scores">
      {scores.value.map((score) => (
        <li key={score.game.id}>
          {score.game.key ? <Emblem gameKey={score.game.key} /> : <span class="emblem other" />}
          <span class="game-facts">
            <b>
              <bdi>{nameOfGame(score.game.title)}</bdi>
            </b>
            <span class="soft">{wordsOfScore(score)}</span>
          </span>
          <span class="points">{count(score.points)}</span>
        </li>
      ))}
    </ul>
  )
  if (!title) return list
  return (
    <section class="of-person">
      <h3>{title}</h3>
      {list}
    </section>
  )
}

function wordsOfScore({ wins, draws, losses, best }: Score): string {
  const parts = [
    said.won3(count(wins), count(draws), count(losses)),
    said.games(wins + draws + losses),
    said.best(count(best)),
  ]
  return parts.join(' · ')
}
