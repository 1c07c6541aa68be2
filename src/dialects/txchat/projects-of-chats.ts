import { LRUCache } from 'lru-cache'
import { hostOf } from '../../chats/hosted.ts'
import type { House } from '../../http/house.ts'
import type { Entry } from '../../log/entry.ts'

const MOST_REMEMBERED = 20_000

/** A project as a message in it shows it. */
export interface Known {
  id: string
  title: string
}

/** Which project a chat is of, remembered, since every message asks for it. */
export interface ProjectsOfChats {
  /** Null where the chat is of none; a promise where it has to be looked up. */
  ofChat(chatId: string): Known | null | Promise<Known | null>
  /** By the id of the project. */
  byId(projectId: string): Known | null | Promise<Known | null>
}

const NONE = { id: '', title: '' }

export function openProjectsOfChats({ db, tail }: Pick<House, 'db' | 'tail'>): ProjectsOfChats {
  const byChat = new LRUCache<string, string>({ max: MOST_REMEMBERED })
  const projects = new LRUCache<string, Known>({ max: MOST_REMEMBERED })
  let changes = 0
  tail.listen({
    entry({ kind, stream }: Entry) {
      if (!kind.startsWith('project.')) return
      changes++
      projects.delete(stream.slice('project:'.length))
    },
  })

  async function findProject(id: string): Promise<Known> {
    const before = changes
    const found = await db.reader
      .selectFrom('projects')
      .select(['id', 'title'])
      .where('id', '=', id)
      .executeTakeFirst()
    // Something has changed while we read: perhaps this. Then it is looked up again next time.
    if (before === changes) projects.set(id, found ?? NONE)
    return found ?? NONE
  }

  /** The host of a chat never changes. */
  async function findHost(chatId: string): Promise<string> {
    const host = await hostOf(db.reader, chatId)
    const projectId = host?.startsWith('project:') ? host.slice('project:'.length) : ''
    if (host !== undefined) byChat.set(chatId, projectId)
    return projectId
  }

  const shown = (known: Known) => (known.id === '' ? null : known)

  function byId(projectId: string) {
    if (projectId === '') return null
    const known = projects.get(projectId)
    return known ? shown(known) : findProject(projectId).then(shown)
  }

  return {
    byId,
    ofChat(chatId) {
      const host = byChat.get(chatId)
      return host === undefined ? findHost(chatId).then(byId) : byId(host)
    },
  }
}
