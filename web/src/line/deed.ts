import { parley } from './line.ts'

/** What one deed was asked under: the same once more has the same key, and is done once. */
const keys = new Map<string, string>()

interface More {
  body?: object
  ifMatch?: number | undefined
}

/** Asks for a change, however often it takes. @throws ParleyProblem */
export async function deed<T>(method: string, path: string, { body, ifMatch }: More = {}): Promise<T> {
  const name = JSON.stringify([method, path, body, ifMatch])
  const key = keys.get(name) ?? crypto.randomUUID()
  keys.set(name, key)
  const answer = await parley().request<T>(method, path, {
    headers: { 'Idempotency-Key': key },
    ...(body && { body }),
    ...(ifMatch !== undefined && { ifMatch }),
  })
  keys.delete(name)
  return answer
}
