import { useEffect, useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import type { Session } from '../store/things.ts'
import { ago, words } from '../words/words.ts'
import { deviceOf } from './device.ts'

const PATH = '/api/v1/sessions'

/** Where I am logged in, and the way to end what I do not know. */
export function Sessions() {
  const [sessions, setSessions] = useState<Session[] | null>(null)
  const [problem, setProblem] = useState('')
  const read = () =>
    parley()
      .request<{ items: Session[] }>('GET', PATH)
      .then(({ items }) => setSessions(items))
  const attempt = (work: Promise<unknown>) => work.then(read).catch((refusal) => setProblem(wordsOf(refusal)))
  useEffect(() => {
    void attempt(Promise.resolve())
  }, [])
  const others = (sessions ?? []).filter(({ current }) => !current)
  return (
    <>
      <p class="soft">{words.sessionsLead}</p>
      <ul class="plain sessions">
        {(sessions ?? []).map((session) => (
          <li key={session.id}>
            <span>
              <b>{deviceOf(session.user_agent)}</b>
              {session.current && <span class="role">{words.thisSession}</span>}
              <br />
              <span class="soft">
                {session.address} · {words.lastUsed(ago(session.used_at))}
              </span>
            </span>
            {!session.current && (
              <button
                type="button"
                class="button small"
                onClick={() => attempt(parley().request('DELETE', `${PATH}/${session.id}`))}
              >
                {words.revoke}
              </button>
            )}
          </li>
        ))}
      </ul>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {others.length > 0 && (
        <button type="button" class="button danger" onClick={() => attempt(parley().request('DELETE', PATH))}>
          {words.revokeOthers}
        </button>
      )}
    </>
  )
}
