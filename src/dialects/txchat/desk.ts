import type { House } from '../../http/house.ts'
import type { People } from '../people.ts'
import type { ProjectsOfChats } from './projects-of-chats.ts'
import type { Rooms } from './rooms.ts'

/** What one has to know to put the log into the words of these clients. */
export interface Desk {
  readonly house: House
  readonly people: People
  readonly projects: ProjectsOfChats
  readonly rooms: Rooms
  /** Whether the first blocks the second: of him he wants no notice. */
  blocks(userId: string, otherId: string): Promise<boolean>
}
