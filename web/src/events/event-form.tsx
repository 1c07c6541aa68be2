import { useSignal } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import { myZone } from '../future/body.ts'
import { RepeatBuilder } from '../future/repeat-builder.tsx'
import { dateOf } from '../future/when.ts'
import { placeOf } from '../future/when-picker.tsx'
import { wordsOf } from '../line/line.ts'
import { Field } from '../pieces/field.tsx'
import { Switch } from '../pieces/switch.tsx'
import { go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { said } from '../words/together.ts'
import { words } from '../words/words.ts'
import { create, edit, editDate } from './deeds.ts'
import { type EventDate, type EventView, eventPath } from './event.ts'
import { blank, bodyOf, dateBodyOf, type EventDraft, fromEvent, pickDate, shiftedBy } from './event-draft.ts'
import { ForWhom } from './for-whom.tsx'
import { dayWords } from './moments.ts'

interface Props {
  /** The one that is changed; with `date`, on one day alone. */
  event?: EventView
  date?: EventDate
  /** Of a new one: for whom it is to be, and when. */
  chatId?: string | null
  day?: string | null
}

/** Plans an event, or changes one, or one of its dates. */
export function EventForm({ chatId = null, day = null, ...about }: Props) {
  // As it was when I began: what others change meanwhile is not undone by what stands here.
  const [{ event, date }] = useState(about)
  const draft = useSignal<EventDraft>(
    event ? fromEvent(event, date) : blank(chatId, day ?? dateOf(Date.now()), myZone),
  )
  const problem = useSignal<unknown>(null)
  const busy = useSignal(false)
  const change = (news: Partial<EventDraft>) => {
    problem.value = null
    draft.value = { ...draft.value, ...news }
  }

  async function submit(submitted: Event) {
    submitted.preventDefault()
    if (busy.value) return
    busy.value = true
    try {
      go(await keep(draft.value, event, date), { instead: true })
    } catch (refusal) {
      problem.value = refusal
      requestAnimationFrame(() =>
        document.querySelector('.event-form .problem')?.scrollIntoView({ block: 'center' }),
      )
    } finally {
      busy.value = false
    }
  }

  const { title } = draft.value
  const refused = problem.value ? wordsOf(problem.value) : ''
  const isStale = problem.value instanceof ParleyProblem && problem.value.problem.code === 'stale'
  return (
    <div class="page">
      <PageHead
        title={titleOf(event, date)}
        back={event ? eventPath(event.id, date?.original_date) : '/app/events'}
      />
      <form class="page-body event-form" onSubmit={submit}>
        {date && <p class="notice good">{said.onlyThisDate(dayWords(date.original_date))}</p>}
        {refused && (
          <p class="problem" role="alert">
            {isStale ? said.stale : refused}
          </p>
        )}
        <Field
          label={said.eventTitle}
          value={title}
          maxLength={200}
          required
          autofocus={!event}
          onInput={(input) => change({ title: input.currentTarget.value })}
        />
        <When draft={draft.value} once={date !== undefined} onChange={change} />
        <Where draft={draft.value} onChange={change} />
        {!date && <Room draft={draft.value} onChange={change} />}
        {!event && <ForWhom chatId={draft.value.chatId} onChange={(chatId) => change({ chatId })} />}
        <div class="page-foot">
          <span />
          <button type="submit" class="button primary" disabled={busy.value || title.trim() === ''}>
            {event ? words.save : said.plan}
          </button>
        </div>
      </form>
    </div>
  )
}

function titleOf(event: EventView | undefined, date: EventDate | undefined): string {
  if (!event) return said.planEvent
  return date ? said.editThisDate : said.editEvent
}

/** Answers where it stands then. @throws ParleyProblem */
async function keep(draft: EventDraft, event?: EventView, date?: EventDate): Promise<string> {
  if (!event) return eventPath((await create(bodyOf(draft))).id)
  if (!date) return eventPath((await edit(event, shiftedBy(event, draft))).id)
  const { id } = await editDate(event, date.original_date, dateBodyOf(date, draft))
  return eventPath(id, date.original_date)
}

interface PartProps {
  draft: EventDraft
  onChange: (news: Partial<EventDraft>) => void
}

function When({ draft, once, onChange }: PartProps & { once: boolean }) {
  const { when, endDate, time } = draft
  const id = useId()
  return (
    <>
      <div class="line when-line">
        <div class="field">
          <label for={`${id}-date`}>{said.onDay}</label>
          <input
            id={`${id}-date`}
            type="date"
            required
            max="9999-12-31"
            value={when.date}
            onInput={(input) =>
              input.currentTarget.value && onChange(pickDate(draft, input.currentTarget.value))
            }
          />
        </div>
        <div class="field">
          <label for={`${id}-end`}>{said.untilDay}</label>
          <input
            id={`${id}-end`}
            type="date"
            min={when.date}
            max="9999-12-31"
            value={endDate}
            onInput={(input) => onChange({ endDate: input.currentTarget.value })}
          />
        </div>
      </div>
      <Field
        label={said.time}
        hint={said.timeHint}
        value={time}
        maxLength={100}
        autocomplete="off"
        onInput={(input) => onChange({ time: input.currentTarget.value })}
      />
      {when.zone !== myZone && <p class="hint zone-hint">{said.plannedIn(placeOf(when.zone))}</p>}
      {!once && (
        <>
          <Switch
            label={said.recurs}
            checked={when.repeats}
            onChange={(repeats) => onChange({ when: { ...when, repeats } })}
          />
          {when.repeats && (
            <div class="when-part">
              <RepeatBuilder draft={when} onChange={(news) => onChange({ when: { ...when, ...news } })} />
            </div>
          )}
        </>
      )}
    </>
  )
}

function Where({ draft, onChange }: PartProps) {
  const id = useId()
  return (
    <>
      <div class="line where-line">
        <Field
          label={said.venue}
          value={draft.venue}
          maxLength={256}
          onInput={(input) => onChange({ venue: input.currentTarget.value })}
        />
        <Field
          label={said.address}
          value={draft.address}
          maxLength={500}
          onInput={(input) => onChange({ address: input.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={id}>{said.description}</label>
        <textarea
          id={id}
          dir="auto"
          rows={4}
          maxLength={20_000}
          value={draft.description}
          onInput={(input) => onChange({ description: input.currentTarget.value })}
        />
      </div>
    </>
  )
}

/** For how many there is room. */
function Room({ draft, onChange }: PartProps) {
  const id = useId()
  return (
    <div class="field room-field">
      <label for={id}>{said.capacity}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={100_000}
        step={1}
        aria-describedby={`${id}-hint`}
        value={draft.capacity}
        onInput={(input) => onChange({ capacity: input.currentTarget.value })}
      />
      <p class="hint" id={`${id}-hint`}>
        {said.capacityHint}
      </p>
    </div>
  )
}
