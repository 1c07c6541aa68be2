import { useSignal } from '@preact/signals'
import { myId, wordsOf } from '../line/line.ts'
import { say } from '../pieces/say.tsx'
import { said } from '../words/together.ts'
import { count } from '../words/words.ts'
import { answer, withdraw } from './deeds.ts'
import type { EventView } from './event.ts'

const answers = ['yes', 'maybe', 'no'] as const

/** How many come, and whether I do. */
export function AnswerBar({ event }: { event: EventView }) {
  // Whoever organizes it is there, and not among the guests.
  if (event.organizer_id === myId())
    return (
      <section class="answer-bar">
        <p class="counts-line">{countsIn(event)}</p>
      </section>
    )
  return <Answering event={event} />
}

function Answering({ event }: { event: EventView }) {
  const problem = useSignal('')
  const mine = event.answer
  const pressed = mine === 'waiting' ? 'yes' : mine

  async function attempt(work: Promise<unknown>) {
    problem.value = ''
    try {
      await work
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }

  async function choose(what: (typeof answers)[number]) {
    await attempt(
      answer(event, what).then((now) => {
        if (now.answer) say(said.mine[now.answer])
      }),
    )
  }

  return (
    <section class="answer-bar">
      <h2>{said.doYouCome}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one */}
      <div class="answers" role="group" aria-label={said.doYouCome}>
        {answers.map((one) => (
          <button
            key={one}
            type="button"
            class="button"
            aria-pressed={pressed === one}
            onClick={() => choose(one)}
          >
            {said.answers[one]}
          </button>
        ))}
      </div>
      <p class="standing-answer" data-answer={mine ?? 'none'} aria-live="polite">
        {mine ? said.mineLong[mine] : said.notAnswered}
        {mine && (
          <>
            {' '}
            <button type="button" class="link" onClick={() => attempt(withdraw(event))}>
              {said.takeBack}
            </button>
          </>
        )}
      </p>
      <p class="counts-line soft">{countsIn(event)}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
    </section>
  )
}

/** How many there are of each, as far as there are any. */
export function countsIn({ counts, capacity }: Pick<EventView, 'counts' | 'capacity'>): string {
  const { yes, waiting, maybe, invited } = counts
  const parts = [
    capacity === null ? said.coming(count(yes)) : said.comingOf(count(yes), count(capacity)),
    waiting > 0 && said.waitingMany(count(waiting)),
    maybe > 0 && said.maybeMany(count(maybe)),
    invited > 0 && said.invitedMany(count(invited)),
  ]
  return parts.filter((part) => part !== false).join(' · ')
}
