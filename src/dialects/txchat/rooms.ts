import type { House } from '../../http/house.ts'
import { newId } from '../../id.ts'
import { openElsewhere } from '../../transports/elsewhere.ts'

/** The stream on which those who are in the room of a project hear who comes and goes. */
export const roomStream = (projectId: string) => `room:${projectId}`

/** Who is in the room of which project, in all processes; somebody with three windows is there once. */
export interface Rooms {
  has(projectId: string, userId: string): boolean
  enter(projectId: string, userId: string): void
  leave(projectId: string, userId: string): void
  close(): void
}

export function openRooms({ signals, clock }: Pick<House, 'signals' | 'clock'>): Rooms {
  /** How many connections somebody has in a room of this process. */
  const windows = new Map<string, number>()
  const here = new Set<string>()
  const elsewhere = openElsewhere(
    newId(),
    signals,
    clock,
    here,
    (keys) => keys.filter((key) => !has(key)).forEach((key) => say(key, false)),
    'rooms',
  )

  function say(key: string, online: boolean) {
    const [projectId, userId] = readKey(key)
    const body = { user_id: userId }
    signals.tell({ stream: roomStream(projectId), kind: online ? 'online' : 'offline', body })
  }

  const has = (key: string) => here.has(key) || elsewhere.has(key)

  return {
    has: (projectId, userId) => has(keyOf(projectId, userId)),
    enter(projectId, userId) {
      const key = keyOf(projectId, userId)
      const isNew = !has(key)
      windows.set(key, (windows.get(key) ?? 0) + 1)
      if (!here.has(key)) elsewhere.tell(key, true)
      here.add(key)
      if (isNew) say(key, true)
    },
    leave(projectId, userId) {
      const key = keyOf(projectId, userId)
      const left = (windows.get(key) ?? 1) - 1
      if (left > 0) return void windows.set(key, left)
      windows.delete(key)
      here.delete(key)
      elsewhere.tell(key, false)
      if (!has(key)) say(key, false)
    },
    close: () => elsewhere.close(),
  }
}

/** Short, so that as many fit into one signal as there are users in one of presence. */
const keyOf = (...ids: [projectId: string, userId: string]) =>
  ids.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')).join('')

const HALF = 22

function readKey(key: string): [projectId: string, userId: string] {
  const id = (half: string) =>
    Buffer.from(half, 'base64url')
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return [id(key.slice(0, HALF)), id(key.slice(HALF))]
}
