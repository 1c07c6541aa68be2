import type { User } from '../store/things.ts'

export type Part = 'owner' | 'coach' | 'participant'

/** A project as I see it. */
export interface Project {
  id: string
  title: string
  description: string
  owner_id: string
  chat_id: string
  archived: boolean
  archived_at: number | null
  created_at: number
  version: number
  owner: User
  coaches: User[]
  participants: User[]
  role: Part
  member_count: number
}

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
