import { parley } from '../line/line.ts'
import { happen } from '../store/store.ts'
import type { Me } from '../store/things.ts'

/** Changes something of mine, and shows the answer as the log will tell it. @throws ParleyProblem */
export async function editMe(method: string, path: string, body?: unknown): Promise<void> {
  const me = await parley().request<Me>(method, path, { ...(body !== undefined && { body }) })
  happen({ what: 'learnt', kind: 'me.updated', body: { me } })
}
