import './style.ts'
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Empty } from '../pieces/empty.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { readOneScheduled, readScheduled } from '../store/read.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/future.ts'
import { ComposePage } from './compose-page.tsx'
import { OnePage } from './one-page.tsx'
import { Timeline } from './timeline.tsx'

interface Props {
  /** '' for all of it, 'new', or the id of one. */
  part: string
  shelf: string
  chatId: string | null
  /** What is to be written once more. */
  copyId: string | null
  editing: boolean
}

/** Everything about messages to the future: what waits, one of them, and writing one. */
export function FuturePage({ part, shelf, chatId, copyId, editing }: Props) {
  const unread = shown.value.scheduled === null
  useEffect(() => {
    if (unread) void readScheduled().catch(() => {})
  }, [unread])
  if (part === '') return <Timeline shelf={shelf} />
  if (part !== 'new') return <One key={part} id={part} how={editing ? 'edit' : 'seen'} />
  if (copyId) return <One key={`copy ${copyId}`} id={copyId} how="copy" />
  return (
    <ComposePage
      key={chatId ?? ''}
      origin={chatId === null ? { from: 'nothing' } : { from: 'chat', chatId }}
    />
  )
}

function One({ id, how }: { id: string; how: 'seen' | 'edit' | 'copy' }) {
  const isGone = useSignal(false)
  const { scheduled } = shown.value
  const one = scheduled?.[id]
  const isMissing = scheduled !== null && !one
  useEffect(() => {
    if (isMissing) readOneScheduled(id).catch(() => (isGone.value = true))
  }, [isMissing])
  if (one && how !== 'seen') return <ComposePage origin={{ from: how, scheduled: one }} />
  if (one) return <OnePage scheduled={one} />
  return (
    <div class="page">
      <PageHead title={said.title} back="/app/future" />
      {isGone.value && <Empty title={said.gone} lead={said.goneLead} />}
    </div>
  )
}
