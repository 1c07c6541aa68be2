import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { nameOf } from '../chat/names.ts'
import { mended, myId, parley, wordsOf } from '../line/line.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Empty } from '../pieces/empty.tsx'
import { go } from '../route.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'
import { count, fullTime } from '../words/words.ts'
import { catalogue } from './read.ts'
import { ScoresOf } from './scores-of.tsx'
import type { BoardLine, Leaderboard } from './things.ts'
import { nameOfGame } from './titles.ts'

const PAGE = 50
const AROUND = 11

const measures = ['total', 'best', 'week', 'month'] as const
const scopes = ['all', 'me', 'friends'] as const
type Scope = (typeof scopes)[number]

/** Who has won how much in a game: of all times or of now, all of them or those near to me. */
export function LeadersPage({ query }: { query: URLSearchParams }) {
  const games = catalogue.value ?? []
  const game = games.find(({ id }) => id === query.get('game')) ?? games.find(({ key }) => key) ?? games[0]
  const measure = measures.find((one) => one === query.get('measure')) ?? 'total'
  const scope = scopes.find((one) => one === query.get('scope')) ?? 'all'
  const turn = (name: string, value: string) => {
    const next = new URLSearchParams({ game: game!.id, measure, scope, [name]: value })
    go(`/app/games/leaders?${next}`, { instead: true })
  }
  if (!game) return <div class="page-body" />
  return (
    <div class="page-body leaders">
      <p class="line">
        <label for="which-board">{said.whichBoard}</label>
        <select
          id="which-board"
          value={game.id}
          onChange={(event) => turn('game', event.currentTarget.value)}
        >
          {games.map(({ id, title }) => (
            <option key={id} value={id}>
              {nameOfGame(title)}
            </option>
          ))}
        </select>
      </p>
      <fieldset class="chips" aria-label={said.measure}>
        {measures.map((one) => (
          <button key={one} type="button" aria-pressed={one === measure} onClick={() => turn('measure', one)}>
            {said.measures[one]}
          </button>
        ))}
      </fieldset>
      <fieldset class="chips" aria-label={said.scope}>
        {scopes.map((one) => (
          <button key={one} type="button" aria-pressed={one === scope} onClick={() => turn('scope', one)}>
            {said.scopes[one]}
          </button>
        ))}
      </fieldset>
      <Leaders key={`${game.id} ${measure} ${scope}`} gameId={game.id} measure={measure} scope={scope} />
      <section>
        <h2>{said.myScores}</h2>
        <ScoresOf userId={myId()} />
      </section>
    </div>
  )
}

interface Props {
  gameId: string
  measure: string
  scope: Scope
}

function Leaders({ gameId, measure, scope }: Props) {
  const board = useSignal<Leaderboard | null>(null)
  const problem = useSignal('')
  const results = shown.value.games?.results

  const ask = (after?: string) =>
    parley().request<Leaderboard>('GET', `/api/v1/games/${gameId}/leaderboard`, {
      query: {
        measure,
        limit: scope === 'me' ? AROUND : PAGE,
        ...(scope === 'me' && { around: 'me' }),
        ...(scope === 'friends' && { among: 'friends' }),
        ...(after && { after }),
      },
    })

  useEffect(() => {
    ask().then(
      (read) => {
        board.value = read
        problem.value = ''
      },
      (refusal) => (problem.value = wordsOf(refusal)),
    )
  }, [results, mended.value])

  async function more(after: string) {
    const next = await ask(after)
    board.value = { ...next, items: [...(board.value?.items ?? []), ...next.items] }
  }

  if (problem.value) return <p class="problem">{problem.value}</p>
  if (!board.value) return <p class="soft">&nbsp;</p>
  const { items, next, mine, count: all, until } = board.value
  if (all === 0) return <Empty title={said.nobodyHere} lead={said.nobodyHereLead} />
  return (
    <>
      <p class="soft board-lead">
        {mine ? said.myRank(count(mine.rank), count(all)) : said.notOnIt}
        {until !== null && ` · ${said.until(fullTime.format(until))}`}
      </p>
      <table class="leaderboard">
        <thead>
          <tr>
            <th scope="col">{said.rank}</th>
            <th scope="col">{said.player}</th>
            <th scope="col" class="wdl">
              {said.wdl}
            </th>
            <th scope="col">{said.pointsHead}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <Line key={line.user.id} line={line} />
          ))}
        </tbody>
      </table>
      {next && scope !== 'me' && (
        <button type="button" class="link" onClick={() => more(next).catch(() => {})}>
          {said.more}
        </button>
      )}
    </>
  )
}

function Line({ line: { rank, user, wins, draws, losses, points } }: { line: BoardLine }) {
  return (
    <tr data-me={user.id === myId() || undefined}>
      <td class="rank" data-rank={rank}>
        {count(rank)}
      </td>
      <th scope="row">
        <a href={`/app/games/person/${user.id}`}>
          <Avatar id={user.id} name={nameOf(user)} picture={user.picture} size={32} />
          <bdi>{nameOf(user)}</bdi>
        </a>
      </th>
      <td class="wdl">
        {count(wins)} · {count(draws)} · {count(losses)}
      </td>
      <td class="points">{count(points)}</td>
    </tr>
  )
}
