import type { Problem } from '../../../sdk/src/parley.ts'
import { words } from '../words/words.ts'

/** Asks something that needs no session. Answers what came back, or what is to be said of it. */
export async function post<Answer>(
  path: string,
  body: object,
): Promise<{ answer: Answer } | { problem: string; code?: string }> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (response.ok)
      return { answer: response.status === 204 ? (undefined as Answer) : await response.json() }
    const { detail, code }: Problem = await response.json()
    return { problem: detail, code }
  } catch {
    return { problem: words.away }
  }
}
