import { useSignal } from '@preact/signals'
import { Icon } from '../pieces/icon.tsx'
import { said } from '../words/games.ts'
import { tags } from '../words/words.ts'
import { Emblem } from './piece.tsx'
import { catalogue } from './read.ts'
import type { Game } from './things.ts'
import { nameOfGame } from './titles.ts'

const oneDigit = new Intl.NumberFormat(tags, { maximumFractionDigits: 1 })

/** Everything that is played, here and elsewhere, to be filtered. */
export function Catalogue() {
  const query = useSignal('')
  const genre = useSignal('')
  const games = catalogue.value ?? []
  const genres = [...new Set(games.map((game) => game.genre).filter((one) => one !== ''))].sort()
  const wanted = query.value.trim().toLocaleLowerCase()
  const fitting = games.filter(
    (game) =>
      nameOfGame(game.title).toLocaleLowerCase().includes(wanted) &&
      (genre.value === '' || game.genre === genre.value),
  )
  return (
    <div class="page-body catalogue">
      <div class="filter">
        <Icon shape="search" size={18} />
        <input
          type="search"
          aria-label={said.findGame}
          placeholder={said.findGame}
          onInput={(event) => (query.value = event.currentTarget.value)}
        />
      </div>
      {genres.length > 1 && (
        <div class="chips">
          {['', ...genres].map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={genre.value === one}
              onClick={() => (genre.value = one)}
            >
              {one === '' ? said.all : (said.genres[one] ?? one)}
            </button>
          ))}
        </div>
      )}
      {catalogue.value && fitting.length === 0 && <p class="soft pad">{said.noGame}</p>}
      <ul class="games">
        {fitting.map((game) => (
          <GameLine key={game.id} game={game} />
        ))}
      </ul>
    </div>
  )
}

function GameLine({ game }: { game: Game }) {
  const { id, key } = game
  const title = nameOfGame(game.title)
  return (
    <li class="game-line">
      {key ? (
        <Emblem gameKey={key} />
      ) : (
        <span class="emblem other" aria-hidden="true">
          {title.slice(0, 1)}
        </span>
      )}
      <span class="game-facts">
        <b>
          <bdi>{title}</bdi>
        </b>
        <span class="soft">{factsOf(game)}</span>
      </span>
      <span class="room-ways">
        {key && (
          <a
            class="button small primary"
            href={`/app/games/new?game=${key}`}
            aria-label={said.playGame(title)}
          >
            {said.play}
          </a>
        )}
        <a class="button small" href={`/app/games/leaders?game=${id}`} aria-label={said.leaderboardOf(title)}>
          {said.leaders}
        </a>
      </span>
    </li>
  )
}

function factsOf({ key, genre, release_year, developer, rating, platform }: Game): string {
  const facts = [
    said.genres[genre] ?? genre,
    release_year === null ? '' : String(release_year),
    developer === 'Traditional' ? said.traditional : developer,
    rating === null ? '' : said.rating(oneDigit.format(rating)),
    key ? said.playedHere : platform || said.elsewhere,
  ]
  return facts.filter((one) => one !== '').join(' · ')
}
