import { useEffect, useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { Copyable } from '../pieces/copyable.tsx'
import type { Chat, Invite, Page } from '../store/things.ts'
import { shortDate, words } from '../words/words.ts'

const DAY_S = 86_400

/** The links by which people may join a group. */
export function Invites({ chat }: { chat: Chat }) {
  const [invites, setInvites] = useState<Invite[]>([])
  const [days, setDays] = useState(7)
  const [problem, setProblem] = useState('')
  const path = `/api/v1/chats/${chat.id}/invites`
  const read = () =>
    parley()
      .request<Page<Invite>>('GET', path)
      .then(({ items }) => setInvites(items.toSorted((a, b) => b.created_at - a.created_at)))
  const attempt = (work: Promise<unknown>) => work.then(read).catch((refusal) => setProblem(wordsOf(refusal)))
  useEffect(() => {
    void attempt(Promise.resolve())
  }, [chat.id])
  const make = () =>
    attempt(parley().request('POST', path, { body: days ? { expires_in: days * DAY_S } : {} }))
  const withdraw = ({ code }: Invite) => attempt(parley().request('DELETE', `${path}/${code}`))
  return (
    <section>
      <h3>{words.invites}</h3>
      <p class="soft">{words.invitesLead}</p>
      <ul class="plain invites">
        {invites.map((invite) => (
          <li key={invite.code}>
            <Copyable text={location.origin + invite.url} />
            <span class="soft">{limitsOf(invite)}</span>
            <button type="button" class="link danger" onClick={() => withdraw(invite)}>
              {words.withdraw}
            </button>
          </li>
        ))}
      </ul>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="inline-form">
        <label class="select">
          {words.validFor}{' '}
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            <option value={1}>{words.oneDay}</option>
            <option value={7}>{words.oneWeek}</option>
            <option value={0}>{words.always}</option>
          </select>
        </label>
        <button type="button" class="button" onClick={make}>
          {words.newInvite}
        </button>
      </div>
    </section>
  )
}

function limitsOf({ expires_at, uses_left }: Invite): string {
  const until = expires_at === null ? words.forEver : words.expires(shortDate.format(expires_at))
  return uses_left === null ? until : `${until}, ${words.usesLeft(uses_left)}`
}
