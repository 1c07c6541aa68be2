import { useRef, useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { PersonLine } from '../people/person-line.tsx'
import { Icon } from '../pieces/icon.tsx'
import { chatPath, go } from '../route.ts'
import { changeChat } from '../store/act.ts'
import type { User } from '../store/things.ts'
import { mediaWords } from '../words/media.ts'
import { words } from '../words/words.ts'
import { Problem } from './problem.tsx'
import { readNumbers } from './read-numbers.ts'

interface Found {
  items: { index: number; user: User; name: string | null }[]
  stored: number
  unreadable: number[]
}

/** Telephones let a page ask for contacts that their owner picks; most browsers know nothing of it. */
interface ContactPicker {
  select(wanted: string[], options: { multiple: boolean }): Promise<{ name?: string[]; tel?: string[] }[]>
}
const picker = (navigator as { contacts?: ContactPicker }).contacts

/** Finds those who are here among people whose numbers I have. */
export function FindByNumber({ onKept }: { onKept: () => void }) {
  const [text, setText] = useState('')
  const [store, setStore] = useState('no')
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState('')
  const chooser = useRef<HTMLInputElement>(null)

  async function look(event: SubmitEvent) {
    event.preventDefault()
    try {
      const contacts = readNumbers(text)
      if (contacts.length === 0) throw new Error(mediaWords.noNumbers)
      setFound(await parley().request<Found>('PUT', '/api/v1/contacts', { body: { contacts, store } }))
      setProblem('')
      onKept()
    } catch (refusal) {
      setFound(null)
      setProblem(wordsOf(refusal))
    }
  }

  const add = (lines: string) =>
    setText((before) => (before.trim() ? `${before.trimEnd()}\n${lines}` : lines))

  async function pick() {
    const picked = await picker!.select(['name', 'tel'], { multiple: true }).catch(() => [])
    add(picked.flatMap(({ name, tel = [] }) => tel.map((one) => `${name?.[0] ?? ''} ${one}`)).join('\n'))
  }

  return (
    <>
      <form onSubmit={look}>
        <p class="soft">{mediaWords.findPeopleLead}</p>
        <div class="field">
          <label for="numbers">{mediaWords.numbers}</label>
          <textarea
            id="numbers"
            rows={4}
            dir="auto"
            value={text}
            required
            placeholder="Bob +33 6 12 34 56 78"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        <div class="form-row">
          {picker && (
            <button type="button" class="link" onClick={pick}>
              {mediaWords.fromPhone}
            </button>
          )}
          <button type="button" class="link" onClick={() => chooser.current?.click()}>
            {mediaWords.fromFile}
          </button>
          <input
            ref={chooser}
            type="file"
            hidden
            accept=".vcf,.txt,.csv,text/vcard,text/plain,text/csv"
            onChange={async ({ currentTarget }) => {
              const file = currentTarget.files?.[0]
              currentTarget.value = ''
              // The cards as they are: only together do they say whose a number is.
              if (file) setText(await file.text())
            }}
          />
        </div>
        <div class="field">
          <label for="store">{mediaWords.keepBook}</label>
          <select
            id="store"
            class="wide"
            value={store}
            onChange={({ currentTarget }) => setStore(currentTarget.value)}
          >
            <option value="no">{mediaWords.keepNo}</option>
            <option value="hashed">{mediaWords.keepHashed}</option>
            <option value="plain">{mediaWords.keepPlain}</option>
          </select>
        </div>
        <Problem text={problem} />
        <button type="submit" class="button primary">
          <Icon shape="search" size={18} />
          {mediaWords.look}
        </button>
      </form>
      {found && (
        <div role="status">
          <p class="notice good">
            {mediaWords.hereNow(found.items.length)}
            {found.unreadable.length > 0 && ` ${mediaWords.unreadable(found.unreadable.length)}`}
          </p>
          <ul class="people plain">
            {found.items.map(({ index, user }) => (
              <li key={index}>
                <PersonLine user={user}>
                  <TalkTo user={user} />
                </PersonLine>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

/** Leads to the conversation with somebody, which is begun if there is none. */
export function TalkTo({ user }: { user: User }) {
  async function talk() {
    const chat = await changeChat('PUT', `/api/v1/chats/direct/${user.id}`)
    go(chatPath(chat.id))
  }
  return (
    <button type="button" class="button small" onClick={() => void talk().catch(() => {})}>
      {words.message}
    </button>
  )
}
