import type { Project } from '../../../sdk/src/api.gen.ts'
import type { User } from '../store/things.ts'

/** A project as I see it. */
export type { Project }
export type Part = Project['role']

/** A page with a number. */
export interface NumberedPage<T> {
  total: number
  pages: number
  has_next: boolean
  has_prev: boolean
  data: T[]
}

export const API = '/api/v1/projects'
export const projectPath = (id: string) => `/app/projects/${id}`

/** Everybody in it who is named, the owner first. */
export const peopleOf = ({ owner, coaches, participants }: Project): [User, Part][] => [
  [owner, 'owner'],
  ...coaches.map((one): [User, Part] => [one, 'coach']),
  ...participants.map((one): [User, Part] => [one, 'participant']),
]
