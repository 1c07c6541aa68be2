import { said } from '../words/future.ts'
import { type Nth, nths, type Repeat, type Weekday } from './repeat.ts'
import { weekdayNames } from './weekday-names.ts'
import type { WhenDraft } from './when.ts'

interface Props {
  draft: WhenDraft
  onChange: (news: Partial<WhenDraft>) => void
}

const nthWords: Record<Nth, string> = {
  1: said.nths.first,
  2: said.nths.second,
  3: said.nths.third,
  4: said.nths.fourth,
  [-1]: said.nths.last,
}

/** Puts together how something recurs: every so often, on which days, until when. */
export function RepeatBuilder({ draft, onChange }: Props) {
  const { repeat, rule } = draft
  const change = (news: Partial<Repeat>) => onChange({ repeat: { ...repeat, ...news } })
  if (rule !== null)
    return (
      <p class="own-rule">
        {said.ownRule(rule)}{' '}
        <button type="button" class="link" onClick={() => onChange({ rule: null, except: [] })}>
          {said.buildRule}
        </button>
      </p>
    )
  return (
    <div class="repeat">
      <div class="line">
        <label for="repeat-interval">{said.every}</label>
        <Count id="repeat-interval" value={repeat.interval} onChange={(interval) => change({ interval })} />
        <select
          aria-label={said.unit}
          value={repeat.unit}
          onChange={(event) => change({ unit: event.currentTarget.value as Repeat['unit'] })}
        >
          {(['day', 'week', 'month', 'year'] as const).map((unit) => (
            <option key={unit} value={unit}>
              {said.units[unit](repeat.interval)}
            </option>
          ))}
        </select>
      </div>
      {repeat.unit === 'week' && <Weekdays repeat={repeat} onChange={change} />}
      {repeat.unit === 'month' && <Monthly date={draft.date} repeat={repeat} onChange={change} />}
      <End repeat={repeat} onChange={change} min={draft.date} />
    </div>
  )
}

interface Part {
  repeat: Repeat
  onChange: (news: Partial<Repeat>) => void
}

function Weekdays({ repeat, onChange }: Part) {
  function turn(weekday: Weekday) {
    const others = repeat.weekdays.filter((one) => one !== weekday)
    onChange({ weekdays: others.length < repeat.weekdays.length ? others : [...others, weekday] })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one
    <div class="weekdays" role="group" aria-label={said.onWeekdays}>
      {weekdayNames.map(({ weekday, short, long }) => (
        <button
          key={weekday}
          type="button"
          aria-pressed={repeat.weekdays.includes(weekday)}
          onClick={() => turn(weekday)}
        >
          <span aria-hidden="true">{short}</span>
          <span class="unseen">{long}</span>
        </button>
      ))}
    </div>
  )
}

function Monthly({ date, repeat, onChange }: Part & { date: string }) {
  return (
    <div class="line">
      <select
        aria-label={said.onWhich}
        value={repeat.monthly}
        onChange={(event) => onChange({ monthly: event.currentTarget.value as Repeat['monthly'] })}
      >
        <option value="date">{said.sameDay(Number(date.slice(8)))}</option>
        <option value="weekday">{said.nthDay}</option>
        <option value="end">{said.lastDay}</option>
      </select>
      {repeat.monthly === 'weekday' && (
        <>
          <select
            aria-label={said.nth}
            value={repeat.nth}
            onChange={(event) => onChange({ nth: Number(event.currentTarget.value) as Nth })}
          >
            {nths.map((nth) => (
              <option key={nth} value={nth}>
                {nthWords[nth]}
              </option>
            ))}
          </select>
          <select
            aria-label={said.weekday}
            value={repeat.weekday}
            onChange={(event) => onChange({ weekday: event.currentTarget.value as Weekday })}
          >
            {weekdayNames.map(({ weekday, long }) => (
              <option key={weekday} value={weekday}>
                {long}
              </option>
            ))}
          </select>
        </>
      )}
    </div>
  )
}

function End({ repeat, onChange, min }: Part & { min: string }) {
  return (
    <div class="line">
      <select
        aria-label={said.until}
        value={repeat.ends}
        onChange={(event) => onChange({ ends: event.currentTarget.value as Repeat['ends'] })}
      >
        <option value="never">{said.never}</option>
        <option value="until">{said.untilDay}</option>
        <option value="count">{said.times}</option>
      </select>
      {repeat.ends === 'until' && (
        <input
          type="date"
          aria-label={said.untilDay}
          value={repeat.until}
          min={min}
          max="9999-12-31"
          onInput={(event) => onChange({ until: event.currentTarget.value || repeat.until })}
        />
      )}
      {repeat.ends === 'count' && (
        <>
          <Count label={said.times} value={repeat.count} onChange={(count) => onChange({ count })} />
          <span>{said.timesUnit(repeat.count)}</span>
        </>
      )}
    </div>
  )
}

interface CountProps {
  id?: string
  label?: string
  value: number
  most?: number
  onChange: (count: number) => void
}

/** A whole number from one. */
export function Count({ id, label, value, most = 1000, onChange }: CountProps) {
  return (
    <input
      id={id}
      type="number"
      class="count-field"
      inputMode="numeric"
      aria-label={label}
      min={1}
      max={most}
      step={1}
      required
      value={Number.isNaN(value) ? '' : value}
      onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  )
}
