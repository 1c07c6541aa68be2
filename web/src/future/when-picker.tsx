import './style.ts'
import { useEffect } from 'preact/hooks'
import { Icon, type Shape } from '../pieces/icon.tsx'
import { Switch } from '../pieces/switch.tsx'
import type { Unit } from '../store/things.ts'
import { said } from '../words/future.ts'
import { myZone } from './body.ts'
import { Calendar } from './calendar.tsx'
import { offered, readOffered } from './deeds.ts'
import { Count, RepeatBuilder } from './repeat-builder.tsx'
import { dateOf, pickDay, type Way, type WhenDraft } from './when.ts'

interface Props {
  draft: WhenDraft
  /** What comes back to me comes once, by my clock. */
  once?: boolean
  onChange: (draft: WhenDraft) => void
}

/** When something is to arrive: big buttons, and below them what the chosen one needs to be told. */
export function WhenPicker({ draft, once = false, onChange }: Props) {
  useEffect(() => void readOffered().catch(() => {}), [])
  const change = (news: Partial<WhenDraft>) => onChange({ ...draft, ...news })
  const choices = offered.value.items
  const ownTime = choices.find(({ calendar }) => calendar)?.label ?? said.onDay
  const ways: [Way, boolean, Shape, string][] = [
    ['day', false, 'calendar', ownTime],
    ['delay', false, 'clock', said.afterWhile],
    ['between', false, 'gift', said.someTime],
  ]
  if (!once) ways.push(['day', true, 'repeat', said.again])
  return (
    <>
      <div class="choices">
        {choices
          .filter(({ calendar }) => !calendar)
          .map(({ key, label }) => (
            <button
              key={key}
              type="button"
              aria-pressed={draft.way === 'choice' && draft.choice === key}
              onClick={() => change({ way: 'choice', choice: key })}
            >
              {label}
            </button>
          ))}
        {ways.map(([way, repeats, shape, label]) => (
          <button
            key={label}
            type="button"
            aria-pressed={draft.way === way && (way !== 'day' || draft.repeats === repeats)}
            onClick={() => change(way === 'day' ? { way, repeats } : { way })}
          >
            <Icon shape={shape} size={18} />
            {label}
          </button>
        ))}
      </div>
      {draft.way === 'day' && <Day draft={draft} once={once} onChange={onChange} />}
      {draft.way === 'delay' && <Delay draft={draft} onChange={change} />}
      {draft.way === 'between' && <Between draft={draft} onChange={change} />}
    </>
  )
}

export const placeOf = (zone: string) => zone.split('/').at(-1)!.replaceAll('_', ' ')

function Day({ draft, once, onChange }: Props) {
  const change = (news: Partial<WhenDraft>) => onChange({ ...draft, ...news })
  return (
    <div class="when-part day-part">
      <Calendar
        date={draft.date}
        min={dateOf(Date.now())}
        label={said.day}
        onPick={(date) => onChange(pickDay(draft, date))}
      />
      <div class="day-side">
        <div class="field">
          <label for="when-hour">{said.hour}</label>
          <input
            id="when-hour"
            type="time"
            required
            value={draft.hour}
            onInput={(event) => change({ hour: event.currentTarget.value })}
          />
          {draft.zone !== myZone && <p class="hint">{said.byClocksOf(placeOf(draft.zone))}</p>}
        </div>
        {draft.repeats && <RepeatBuilder draft={draft} onChange={change} />}
        {!once && (
          <Switch
            label={said.where(draft.hour)}
            hint={said.whereHint}
            checked={draft.whereYouAre}
            onChange={(whereYouAre) => change({ whereYouAre })}
          />
        )}
      </div>
    </div>
  )
}

interface PartProps {
  draft: WhenDraft
  onChange: (news: Partial<WhenDraft>) => void
}

const MOST_OF_A_UNIT = 10_000_000_000

function Delay({ draft, onChange }: PartProps) {
  return (
    <div class="when-part line">
      <label for="when-count">{said.after}</label>
      <Count
        id="when-count"
        value={draft.count}
        most={MOST_OF_A_UNIT}
        onChange={(count) => onChange({ count })}
      />
      <select
        aria-label={said.unit}
        value={draft.unit}
        onChange={(event) => onChange({ unit: event.currentTarget.value as Unit })}
      >
        {(Object.keys(said.units) as Unit[]).map((unit) => (
          <option key={unit} value={unit}>
            {said.units[unit](draft.count)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Between({ draft, onChange }: PartProps) {
  const bounds = [
    ['from', said.notBefore],
    ['to', said.notAfter],
  ] as const
  return (
    <div class="when-part">
      <div class="line">
        {bounds.map(([part, label]) => (
          <div key={part} class="field">
            <label for={`when-${part}`}>{label}</label>
            <input
              id={`when-${part}`}
              type="date"
              required
              min={dateOf(Date.now())}
              max="9999-12-31"
              value={draft[part]}
              onInput={(event) => onChange({ [part]: event.currentTarget.value })}
            />
          </div>
        ))}
      </div>
      {draft.from > draft.to && draft.to && (
        <p class="problem" role="alert">
          {said.wrongOrder}
        </p>
      )}
      <Switch label={said.hidden} checked={draft.hidden} onChange={(hidden) => onChange({ hidden })} />
    </div>
  )
}
