import { useSignal } from '@preact/signals'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import { clear as clearChatDraft } from '../composer/draft.ts'
import { pastedFiles } from '../media/attach-button.tsx'
import type { Tray } from '../media/tray.ts'
import { toast } from '../pieces/toast.tsx'
import { chatPath, go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { readOneScheduled } from '../store/read.ts'
import { shown } from '../store/store.ts'
import type { Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { fullDate } from '../words/words.ts'
import type { FutureDraft } from './body.ts'
import { keep } from './deeds.ts'
import { changeDraft, draftFor, forgetDraft, type Origin, trayFor } from './draft.ts'
import { Enclosed } from './enclosed.tsx'
import { Newer } from './newer.tsx'
import { fieldOf, type Preview, usePreview, wordsOfProblem } from './preview.ts'
import { momentIn, Ticket } from './ticket.tsx'
import { Ways } from './ways.tsx'
import { toWhen } from './when.ts'
import { WhenPicker } from './when-picker.tsx'
import { WhoPicker } from './who-picker.tsx'

interface Props {
  origin: Origin
}

/** Writes to the future, or changes what has not arrived yet: to whom, what, when. */
export function ComposePage({ origin }: Props) {
  const draft = draftFor(origin)
  const tray = trayFor(origin)
  const tried = useSignal(false)
  const busy = useSignal(false)
  const refusal = useSignal<unknown>(null)
  const when = toWhen(draft.when)
  const preview = usePreview(when, draft.to, draft.editing !== null)
  const newer = newerOf(draft)
  const lacks = lacksOf(draft, tray)
  const isReturn = draft.editing?.returns != null

  function change(news: Partial<FutureDraft>) {
    refusal.value = null
    changeDraft(origin, news)
  }

  async function submit(event: Event) {
    event.preventDefault()
    tried.value = true
    if (Object.values(lacks).some(Boolean) || busy.value) return showProblem()
    busy.value = true
    try {
      const added = tray.items.value.flatMap(({ media }) => media.value ?? [])
      const scheduled = await keep({ ...draft, media: [...draft.media, ...added] }, newer?.version)
      forgetDraft(origin)
      tray.clear()
      leave(origin, scheduled)
    } catch (problem) {
      refusal.value = problem
      showProblem()
      if (draft.editing && isStale(problem)) await readOneScheduled(draft.editing.id).catch(() => {})
    } finally {
      busy.value = false
    }
  }

  const problemAt = (field: 'to' | 'text' | 'when') =>
    (tried.value && lacks[field]) ||
    [refusal.value, preview.problem].filter((one) => fieldOf(one) === field).map(wordsOfProblem)[0] ||
    ''
  const other = [refusal.value].filter((one) => one && fieldOf(one) === null && !isStale(one))

  return (
    <div class="page">
      <PageHead title={origin.from === 'edit' ? said.edit : said.write} back={backOf(origin)} />
      <form class="page-body future-compose" onSubmit={submit} noValidate>
        {newer && <Newer scheduled={newer} onTake={() => forgetDraft(origin)} />}
        {!isReturn && (
          <div class="paper">
            <WhoPicker
              to={draft.to}
              fixed={draft.editing !== null}
              problem={problemAt('to')}
              onChange={(to) => change({ to })}
            />
            <textarea
              class="paper-text"
              dir="auto"
              rows={5}
              maxLength={20_000}
              aria-label={said.text}
              aria-describedby={problemAt('text') ? 'future-text-problem' : undefined}
              aria-invalid={problemAt('text') ? true : undefined}
              placeholder={said.textHint}
              value={draft.text}
              onInput={(event) => change({ text: event.currentTarget.value })}
              onPaste={(event) => {
                const files = pastedFiles(event)
                if (files.length === 0) return
                event.preventDefault()
                tray.add(files)
              }}
            />
            <Enclosed media={draft.media} tray={tray} onChange={(media) => change({ media })} />
            <Problem id="future-text-problem" text={problemAt('text')} />
          </div>
        )}
        <fieldset class="when">
          <legend>{said.when}</legend>
          <WhenPicker draft={draft.when} once={isReturn} onChange={(when) => change({ when })} />
          <Problem id="future-when-problem" text={problemAt('when')} />
        </fieldset>
        <Foretold preview={preview} draft={draft} />
        {!isReturn && <Ways draft={draft} onChange={change} />}
        <div class="page-foot">
          <Problem id="future-problem" text={other.map(wordsOfProblem)[0] ?? ''} />
          <button type="submit" class="button primary" disabled={busy.value}>
            {draft.editing ? said.keep : said.sendOff}
          </button>
        </div>
      </form>
    </div>
  )
}

function Problem({ id, text }: { id: string; text: string }) {
  if (!text) return <span />
  return (
    <p class="problem" id={id} role="alert">
      {text}
    </p>
  )
}

/** The page is long: what is wrong comes into sight, and the field beside it gets the focus. */
function showProblem(): void {
  requestAnimationFrame(() => {
    const form = document.querySelector('.future-compose')
    form?.querySelector('.problem, .newer')?.scrollIntoView({ block: 'center' })
    form?.querySelector<HTMLElement>('[aria-invalid]')?.focus({ preventScroll: true })
  })
}

const isStale = (problem: unknown) => problem instanceof ParleyProblem && problem.problem.code === 'stale'

/** What is still to be said before it can go. */
function lacksOf({ to, text, media, when, editing }: FutureDraft, { items, complete }: Tray) {
  const isReturn = editing?.returns != null
  const isEmpty = text.trim() === '' && media.length === 0 && items.value.length === 0
  return {
    to: to.length === 0 ? said.nobodyYet : '',
    text: isEmpty && !isReturn ? said.noWords : complete.value ? '' : said.notThereYet,
    when: toWhen(when) || isReturn ? '' : said.noTime,
  }
}

/** What is there now, if it was changed since I began. */
function newerOf({ editing }: FutureDraft): Scheduled | undefined {
  const now = editing && shown.value.scheduled?.[editing.id]
  return now && now.version > editing.version ? now : undefined
}

function backOf(origin: Origin): string {
  if (origin.from === 'chat') return chatPath(origin.chatId)
  return origin.from === 'nothing' ? '/app/future' : `/app/future/${origin.scheduled.id}`
}

/** Back to where one came from, and told when it will arrive. */
function leave(origin: Origin, { id, next_at }: Scheduled): void {
  toast(origin.from === 'edit' ? said.kept : next_at ? said.sentOff(momentIn(next_at)) : said.sentOffHidden)
  if (origin.from === 'chat') clearChatDraft(origin.chatId)
  go(origin.from === 'chat' ? chatPath(origin.chatId) : `/app/future/${id}`, { instead: true })
}

/** When it will arrive, as far as that can be known. */
function Foretold({ preview, draft }: { preview: Preview; draft: FutureDraft }) {
  const { way, from, to, repeats, whereYouAre, hidden } = draft.when
  const { dates, zones } = preview
  const drawn = way === 'between' && from && to
  return (
    <section class="ticket" aria-live="polite">
      <h2>{said.preview}</h2>
      {drawn && dates && (
        <>
          <p class="ticket-words">{said.between(dayWords(from), dayWords(to))}</p>
          {hidden && <p class="soft">{said.previewHidden}</p>}
        </>
      )}
      {!drawn && dates && (
        <Ticket dates={dates} zones={zones} wordy={way === 'day' && (repeats || whereYouAre)} />
      )}
      {!dates && <p class="soft">{said.noPreview}</p>}
    </section>
  )
}

const dayWords = (date: string) => fullDate.format(new Date(`${date}T12:00`))
