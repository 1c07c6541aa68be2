import type { Language, UserState } from '../../db/schema.ts'
import type { Postcard } from '../../messages/postcard.ts'
import type { Fields, Kind } from '../../site/items.ts'

/** People, chats and the rest go by the keys that they had where they come from. */
export type Key = string

export interface UserItem {
  is: 'user'
  key: Key
  /** By which clients know him. */
  number?: number | undefined
  username?: string | undefined
  email?: string | undefined
  hash?: string | undefined
  name?: string | undefined
  about?: string | undefined
  isAdmin?: boolean
  state?: UserState
  language?: Language | undefined
  at?: number | undefined
  seenAt?: number | undefined
}

export interface PhoneItem {
  is: 'phone'
  user: Key
  phone: string
}

export interface FriendsItem {
  is: 'friends'
  user: Key
  friends: Key[]
}

export interface ChatItem {
  is: 'chat'
  key: Key
  title: string
  users: Key[]
  /** There is one for two people, whatever it was called. */
  isDirect: boolean
  at?: number | undefined
  /** What was said in it, where messages do not say it themselves. */
  messages?: Key[]
}

export interface ProjectItem {
  is: 'project'
  key: Key
  title: string
  owner: Key
  coaches: Key[]
  participants: Key[]
  at?: number | undefined
}

export interface MessageItem {
  is: 'message'
  key: Key
  number?: number | undefined
  sender: Key
  /** A chat that is undefined is the one that names it. */
  to: { user: Key; project?: Key } | { chat: Key | undefined } | { project: Key }
  text: string
  /** 0 is when its chat began. */
  at: number
  /** When it was written, if it was for later. */
  writtenAt?: number | undefined
  editedAt?: number | undefined
  postcard?: Postcard | undefined
}

/** A message to the future. Whether its hour has come is for the moment to say in which it is taken over. */
export interface LaterItem {
  is: 'later'
  key: Key
  sender: Key
  /** A number is one that was nobody's. */
  to: { user: Key } | { phone: string }
  text: string
  at: number
  writtenAt?: number | undefined
  postcard?: Postcard | undefined
}

export interface EventItem {
  is: 'event'
  key: Key
  organizer?: Key | undefined
  date: string
  time: string
  venue: string
  address: string
}

export interface SiteItem {
  is: 'site'
  key: Key
  kind: Kind
  fields: Fields
}

export type Item =
  | UserItem
  | PhoneItem
  | FriendsItem
  | ChatItem
  | ProjectItem
  | MessageItem
  | LaterItem
  | EventItem
  | SiteItem

export type ItemOf<Is extends Item['is']> = Extract<Item, { is: Is }>

/** What comes first is what the others speak of. */
export const steps: Item['is'][] = [
  'user',
  'phone',
  'friends',
  'chat',
  'project',
  'message',
  'later',
  'event',
  'site',
]

/** Why something of a dump is not taken over. */
export class Unfit extends Error {}
