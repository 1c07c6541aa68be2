import type { Problem } from '../../../sdk/src/parley.ts'
import { refusalIn } from '../words/refusal.ts'
import { words } from '../words/words.ts'

/** What is wrong, beside the field that it is about, or of the whole. */
export interface Refusal {
  username?: string
  name?: string
  password?: string
  whole?: string
}

/** Logs in or signs up. The server sets a cookie; the tokens are not kept. */
export async function askIn(isNew: boolean, said: Record<string, string>): Promise<Refusal | undefined> {
  const body = isNew ? newcomer(said) : known(said)
  try {
    const answer = await fetch(isNew ? '/api/v1/users' : '/api/v1/sessions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.ok ? undefined : refusalOf(await answer.json())
  } catch {
    return { whole: words.away }
  }
}

function newcomer({ username = '', name = '', password }: Record<string, string>) {
  return { username: username.trim(), password, ...(name.trim() && { name: name.trim() }) }
}

function known({ who = '', password }: Record<string, string>) {
  const given = who.trim()
  const as = given.includes('@') ? 'email' : /^(?:\+|0)[\d\s()./-]{5,}$/.test(given) ? 'phone' : 'username'
  return { [as]: given, password }
}

function refusalOf(problem: Problem): Refusal {
  const { detail, errors, code } = problem
  const said = errors ?? [{ path: detail.split(':', 1)[0] ?? '', message: detail }]
  const fields = said.flatMap(({ path, message }) => {
    const name = path.replace('body.', '')
    return ['username', 'name', 'password'].includes(name)
      ? [[name, refusalIn({ detail: message, code })]]
      : []
  })
  if (fields.length > 0) return Object.fromEntries(fields)
  return { [code === 'conflict' ? 'username' : 'whole']: refusalIn(problem) }
}
