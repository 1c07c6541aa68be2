import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { inWords, nameOf, titleOf } from '../chat/names.ts'
import { myId } from '../line/line.ts'
import { AttachButton, pastedFiles, useDrop } from '../media/attach-button.tsx'
import { isLeaving, sendWhenReady, stay, trayOf } from '../media/trays.ts'
import { AskedFor } from '../message/asked-for.tsx'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { lazy } from '../pieces/lazy.tsx'
import { place } from '../route.ts'
import { edit, send } from '../store/act.ts'
import { shown } from '../store/store.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'
import { About } from './about.tsx'
import { Completion } from './completion.tsx'
import { beginEdit, change, clear, draftOf, focusComposer } from './draft.ts'
import { tellTyping } from './tell-typing.ts'
import { useCompletion } from './use-completion.ts'

const Attachments = lazy(async () => (await import('../later.ts')).Attachments)
const EmojiPicker = lazy(async () => (await import('../later.ts')).EmojiPicker)

const touches = matchMedia('(hover: none)').matches

/** The field in which one writes, and what is beside it. */
export function Composer({ chat }: { chat: Chat }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const emojiBeside = useSignal<DOMRect | null>(null)
  const draft = draftOf(chat.id)
  const tray = trayOf(chat.id)
  const leaving = isLeaving(chat.id)
  const attaches = !draft.editing && tray.items.value.length > 0
  const blank = draft.text.trim() === ''
  const completion = useCompletion(chat, field)
  const unreachable = chat.kind === 'direct' && chat.peer ? refusalFor(chat) : ''

  useEffect(() => {
    const here = place.value
    if (!touches && here.at === 'chat' && here.position === null && !here.info) focusComposer()
  }, [chat.id])
  useEffect(() => grow(field.current), [draft.text])
  useDrop(field, tray)

  if (unreachable) return <p class="composer unreachable">{unreachable}</p>

  function submit() {
    const text = draft.text.trim()
    if (draft.editing) {
      if (text === '' && !(draft.editing.media?.length > 0)) return
      edit(draft.editing, text)
      clear(chat.id)
    } else if (attaches) sendWhenReady(chat.id)
    else {
      if (text === '') return
      send(chat.id, text, draft.replyTo?.id ?? null)
      clear(chat.id)
    }
    tellTyping(chat.id, '')
    field.current?.focus()
  }

  function write(text: string) {
    change(chat.id, { text })
    tellTyping(chat.id, draft.editing ? '' : text)
  }

  function insert(text: string) {
    const { selectionStart: from, selectionEnd: to, value } = field.current!
    write(value.slice(0, from) + text + value.slice(to))
    focusComposer()
  }

  function press(event: KeyboardEvent) {
    if (event.isComposing || completion.press(event)) return
    const act = pressed(event)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  function pressed({ key, shiftKey, ctrlKey, altKey }: KeyboardEvent): (() => void) | undefined {
    if (key === 'Enter' && !shiftKey && !altKey && (!touches || ctrlKey)) return submit
    if (key === 'Escape' && (draft.editing || draft.replyTo)) return () => clear(chat.id)
    if (key === 'ArrowUp' && ctrlKey) return focusLast
    if (key === 'ArrowUp' && !altKey && draft.text === '') return () => editLast(chat)
    return undefined
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <AskedFor chat={chat} />
      <About draft={draft} onClose={() => clear(chat.id)} />
      <Completion completion={completion} />
      {attaches && <Attachments tray={tray} leaving={leaving} onStay={() => stay(chat.id)} />}
      <div class="composer-row">
        <IconButton
          shape="smile"
          label={words.emojis}
          onClick={(event) => (emojiBeside.value = event.currentTarget.getBoundingClientRect())}
        />
        <textarea
          ref={field}
          id="compose"
          rows={1}
          dir="auto"
          maxLength={20_000}
          aria-label={words.composeTo(titleOf(chat))}
          placeholder={words.compose}
          enterkeyhint={touches ? 'enter' : 'send'}
          value={draft.text}
          {...completion.aria}
          onInput={(event) => {
            write(event.currentTarget.value)
            completion.look()
          }}
          onKeyDown={press}
          onPaste={(event) => {
            const files = draft.editing ? [] : pastedFiles(event)
            if (files.length === 0) return
            event.preventDefault()
            tray.add(files)
          }}
          onBlur={() => tellTyping(chat.id, '')}
        />
        {!draft.editing && <AttachButton tray={tray} onDone={focusComposer} />}
        {!draft.editing && (
          <a
            class="icon-button"
            href={`/app/future/new?chat=${chat.id}`}
            aria-label={words.sendLater}
            title={words.sendLater}
          >
            <Icon shape="clock" />
          </a>
        )}
        <button
          type="submit"
          class="send"
          disabled={(blank && !attaches && !(draft.editing && draft.editing.media?.length > 0)) || leaving}
          aria-label={words.send}
          title={words.send}
        >
          <Icon shape={draft.editing ? 'check' : 'send'} />
        </button>
      </div>
      {emojiBeside.value && (
        <EmojiPicker
          label={words.emojis}
          beside={emojiBeside.value}
          onPick={insert}
          onClose={() => (emojiBeside.value = null)}
        />
      )}
    </form>
  )
}

function refusalFor({ peer }: Chat): string {
  if (peer?.deleted) return words.deletedAccount
  return shown.value.blocked.includes(peer!.id) ? words.youBlocked(inWords(nameOf(peer))) : ''
}

function editLast(chat: Chat): void {
  const mine = shown.value.stretches[chat.id]?.messages.findLast(
    (one) => one.sender_id === myId() && !one.deleted,
  )
  if (mine) beginEdit(mine)
}

function focusLast(): void {
  const rows = document.querySelectorAll<HTMLElement>('.messages [data-id]')
  rows[rows.length - 1]?.focus()
}

/** As high as what is written in it, up to what the style allows. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
