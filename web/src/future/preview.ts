import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import type { To, When } from '../store/things.ts'
import { dateOf } from './when.ts'

/** When something would arrive, as the server says. */
export interface Dates {
  hidden: boolean
  words: { en: string; fr: string }
  times: { zone: string | null; next: number[] }[]
}

export interface Preview {
  dates: Dates | null
  /** The zones of those who get it, as far as they have told. */
  zones: string[]
  problem: unknown
}

const SETTLE_MS = 300
const PATH = '/api/v1/scheduled/preview'

/** Asks when it would arrive, whenever something else is said. */
export function usePreview(when: When | undefined, to: To[]): Preview {
  const found = useSignal<Preview>({ dates: null, zones: [], problem: null })
  const asked = JSON.stringify([when, to])
  useEffect(() => {
    if (!when) {
      found.value = { ...found.peek(), dates: null, problem: null }
      return
    }
    const asking = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const [dates, zones] = await Promise.all([ask(when, to, asking.signal), zonesOf(to, asking.signal)])
        found.value = { dates, zones, problem: null }
      } catch (problem) {
        if (!asking.signal.aborted) found.value = { ...found.peek(), dates: null, problem }
      }
    }, SETTLE_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [asked])
  return found.value
}

const ask = (when: When, to: To[], signal: AbortSignal) =>
  parley().request<Dates>('POST', PATH, { body: { when, to }, signal })

/** Where people are, the server knows: it says so of what arrives by the clocks of each. */
async function zonesOf(to: To[], signal: AbortSignal): Promise<string[]> {
  if (to.length === 0) return []
  const tomorrow = { local: `${dateOf(Date.now() + 2 * 86_400_000)}T12:00`, where_you_are: true }
  const { times } = await ask(tomorrow, to, signal)
  return times.flatMap(({ zone }) => zone ?? [])
}

/** Beside which field a refusal belongs. */
export function fieldOf(problem: unknown): 'to' | 'when' | 'text' | null {
  const detail = problem instanceof Error ? problem.message : ''
  if (/^(body\.)?when/.test(detail)) return 'when'
  if (/^(body\.)?(text|media_ids)/.test(detail)) return 'text'
  if (/^(body\.)?to\b|phone|No such (user|chat)|cannot reach/.test(detail)) return 'to'
  return null
}

export const wordsOfProblem = (problem: unknown) => (problem ? wordsOf(problem) : '')
