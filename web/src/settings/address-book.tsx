import { useEffect, useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { PersonLine } from '../people/person-line.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { Sure } from '../pieces/sure.tsx'
import type { Page, User } from '../store/things.ts'
import { mediaWords } from '../words/media.ts'
import { TalkTo } from './find-by-number.tsx'
import { Problem } from './problem.tsx'

interface Contact {
  id: string
  phone: string | null
  name: string | null
  user: User | null
}

const PATH = '/api/v1/contacts'

/** What the server keeps of my address book, and the ways to have it forgotten. */
export function AddressBook() {
  const [contacts, setContacts] = useState<Contact[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [sure, setSure] = useState(false)
  const [problem, setProblem] = useState('')

  const tell = (refusal: unknown) => setProblem(wordsOf(refusal))
  async function read(after?: string) {
    const query = { limit: 50, ...(after && { after }) }
    const page = await parley().request<Page<Contact>>('GET', PATH, { query })
    setContacts((before) => [...(after ? (before ?? []) : []), ...page.items])
    setNext(page.next)
  }
  useEffect(() => void read().catch(tell), [])

  async function forget({ id }: Contact) {
    await parley().request('DELETE', `${PATH}/${id}`)
    setContacts((before) => (before ?? []).filter((one) => one.id !== id))
  }

  if (!contacts) return <Problem text={problem} />
  return (
    <>
      {contacts.length === 0 && next === null && <p class="soft">{mediaWords.bookEmpty}</p>}
      <ul class="people plain">
        {contacts.map((contact) => (
          <li key={contact.id}>
            <Line contact={contact} onForget={() => forget(contact).catch(tell)} />
          </li>
        ))}
      </ul>
      {next !== null && (
        <button type="button" class="button" onClick={() => read(next).catch(tell)}>
          {mediaWords.bookMore}
        </button>
      )}
      <Problem text={problem} />
      {contacts.length > 0 && (
        <button type="button" class="button danger" onClick={() => setSure(true)}>
          {mediaWords.forgetAll}
        </button>
      )}
      {sure && (
        <Sure
          title={mediaWords.forgetAllSure}
          lead={mediaWords.forgetAllLead}
          yes={mediaWords.forgetAll}
          onYes={async () => {
            await parley().request('DELETE', PATH)
            setContacts([])
            setNext(null)
          }}
          onClose={() => setSure(false)}
        />
      )}
    </>
  )
}

function Line({ contact, onForget }: { contact: Contact; onForget: () => void }) {
  const { user, name, phone } = contact
  const called = name ?? user?.name ?? phone ?? ''
  const forget = <IconButton shape="trash" label={`${mediaWords.forget}: ${called}`} onClick={onForget} />
  if (user)
    return (
      <PersonLine user={user}>
        <TalkTo user={user} />
        {forget}
      </PersonLine>
    )
  return (
    <div class="person">
      <span class="person-name">
        <bdi>{called}</bdi>
        <span class="soft">
          {name && `${phone} · `}
          {mediaWords.notHere}
        </span>
      </span>
      {forget}
    </div>
  )
}
