import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
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

/**
 * Asks when it would arrive, whenever something else is said. Where those who get it are `fixed`, it is no matter of the
 * preview whether they can still be reached.
 */
export function usePreview(when: When | undefined, to: To[], fixed: boolean): Preview {
  const found = useSignal<Preview>({ dates: null, zones: [], problem: null })
  const asked = JSON.stringify([when, to])
  const places = useRef({ of: '', zones: [] as string[] })
  useEffect(() => {
    if (!when) {
      found.value = { ...found.peek(), dates: null, problem: null }
      return
    }
    const asking = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const dates = await ask(when, to, asking.signal).catch((problem) => {
          if (!fixed || fieldOf(problem) !== 'to') throw problem
          return ask(when, [], asking.signal)
        })
        const of = JSON.stringify(to)
        if (places.current.of !== of) places.current = { of, zones: await zonesOf(to, asking.signal) }
        found.value = { dates, zones: places.current.zones, problem: null }
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
  const soon = { local: `${dateOf(Date.now() + 2 * 86_400_000)}T12:00`, where_you_are: true }
  const { times } = await ask(soon, to, signal).catch((problem) => {
    if (signal.aborted) throw problem
    return { times: [] }
  })
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
