import { wordsOf } from '../line/line.ts'
import { toast } from '../pieces/toast.tsx'
import { said } from '../words/together.ts'
import { remind } from './deeds.ts'
import type { EventView } from './event.ts'

const offered = [10, 60, 24 * 60, 7 * 24 * 60]
const MOST = 5

/** When I am reminded, before each date. */
export function Reminders({ event }: { event: EventView }) {
  const all = [...new Set([...offered, ...event.reminders])].sort((a, b) => a - b)
  function turn(minutes: number) {
    const others = event.reminders.filter((one) => one !== minutes)
    const chosen = others.length < event.reminders.length ? others : [...others, minutes]
    void remind(
      event,
      chosen.toSorted((a, b) => a - b),
    ).catch((refusal) => toast(wordsOf(refusal)))
  }
  return (
    <section class="reminders">
      <h2>{said.remindMe}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one */}
      <div class="chips" role="group" aria-label={said.remindMe}>
        {all.map((minutes) => {
          const isChosen = event.reminders.includes(minutes)
          return (
            <button
              key={minutes}
              type="button"
              class="button small"
              aria-pressed={isChosen}
              disabled={!isChosen && event.reminders.length >= MOST}
              onClick={() => turn(minutes)}
            >
              {said.before(...inUnits(minutes))}
            </button>
          )
        })}
      </div>
    </section>
  )
}

type Unit = 'minute' | 'hour' | 'day' | 'week'

/** In the largest unit of which it is a whole number. */
function inUnits(minutes: number): [n: number, unit: Unit] {
  const units: [Unit, number][] = [
    ['week', 7 * 24 * 60],
    ['day', 24 * 60],
    ['hour', 60],
  ]
  const [unit, size] = units.find(([, size]) => minutes > 0 && minutes % size === 0) ?? ['minute' as const, 1]
  return [minutes / size, unit]
}
