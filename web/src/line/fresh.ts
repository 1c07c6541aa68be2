import { effect, signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { type Parley, ParleyProblem } from '../../../sdk/src/parley.ts'
import { known } from '../store/store.ts'
import { mended, signedIn } from './line.ts'
import { untilAnswered } from './until-answered.ts'

/** What was read, by its name: shown at once when one comes back, while it is read anew. */
const kept = signal<Record<string, unknown>>({})

effect(() => {
  if (signedIn.value !== 'yes') kept.value = {}
})

/** Takes in what an answer says of something that was read under this name. */
export function keepFresh(name: string, now: unknown): void {
  kept.value = { ...kept.value, [name]: now }
}

export interface Fresh<T> {
  now: T | undefined
  /** Why it cannot be read, once that is so. */
  problem: ParleyProblem | null
}

/** Reads something, and anew whenever the log tells something about `topic`, or the line was cut. */
export function useFresh<T>(name: string, topic: string, ask: (from: Parley) => Promise<T>): Fresh<T> {
  const [failed, setFailed] = useState<{ name: string; problem: ParleyProblem } | null>(null)
  const told = known.value.news?.[topic]
  useEffect(() => {
    let isLatest = true
    const read = (now: T) => {
      if (!isLatest) return
      keepFresh(name, now)
      setFailed(null)
    }
    untilAnswered(ask).then(read, (problem) => {
      if (isLatest && problem instanceof ParleyProblem) setFailed({ name, problem })
    })
    return () => {
      isLatest = false
    }
  }, [name, told, mended.value])
  const problem = failed?.name === name ? failed.problem : null
  return { now: problem ? undefined : (kept.value[name] as T | undefined), problem }
}

/** The same of what stands at one address. */
export const useAt = <T>(path: string, topic: string) =>
  useFresh<T>(path, topic, (from) => from.request<T>('GET', path))
