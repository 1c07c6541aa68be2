/** What the server tells of, as its OpenAPI document has it. */
export interface User {
  id: string
  username: string
  name: string
  about: string
  picture: string | null
  deleted: boolean
}

export interface Me extends User {
  email: string | null
  email_verified: boolean
  phone: string | null
  phone_verified: boolean
  is_admin: boolean
  shows_receipts: boolean
  shows_presence: boolean
  found_by_phone: 'everybody' | 'contacts' | 'nobody'
  zone: string | null
  language: 'en' | 'fr' | null
  version: number
}

export type Role = 'owner' | 'admin' | 'member'

/** A chat as all its members see it alike. */
export interface Group {
  id: string
  kind: 'direct' | 'group'
  title: string
  /** What it belongs to and follows, such as `project:<id>` or `game:<room>`. */
  host: string | null
  picture: string | null
  shares_history: boolean
  member_count: number
  created_at: number
  version: number
}

export type MediaKind = 'image' | 'video' | 'audio' | 'file'

/** What is sent along with a message. */
export interface Media {
  id: string
  kind: MediaKind
  content_type: string
  name: string
  bytes: number
  width: number | null
  height: number | null
  duration_ms: number | null
  has_thumbnail: boolean
}

export type LastMessage = Pick<
  Message,
  'id' | 'position' | 'sender_id' | 'text' | 'created_at' | 'written_at' | 'deleted'
> & { media_kinds: MediaKind[] }

/** A chat as I see it. */
export interface Chat extends Group {
  role: Role
  first_position: number
  last_position: number
  read_position: number
  unread_count: number
  mention_count: number
  active_at: number
  peer: User | null
  last_message: LastMessage | null
}

export interface Reaction {
  emoji: string
  count: number
  mine: boolean
}

export interface Message {
  id: string
  chat_id: string
  position: number
  sender_id: string
  client_id: string | null
  text: string
  reply_to_id: string | null
  mentions: string[]
  media: Media[]
  created_at: number
  /** When it was written, if that was for later. */
  written_at: number | null
  edited_at: number | null
  deleted: boolean
  pinned_at: number | null
  pinned_by: string | null
  version: number
  reactions: Reaction[]
}

export interface Member {
  user: User
  role: Role
  joined_at: number
  read_position: number | null
  delivered_position: number | null
}

export interface Invite {
  code: string
  expires_at: number | null
  uses_left: number | null
  url: string
  created_at: number
}

export interface Session {
  id: string
  current: boolean
  user_agent: string
  address: string
  created_at: number
  used_at: number
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface MessagePage {
  items: Message[]
  previous: number | null
  next: number | null
}

/** When something is to arrive; exactly one of `at`, `local`, `in`, `random` and `choice`, as docs/future.md has it. */
export interface When {
  at?: number
  local?: string
  in?: { unit: Unit; count: number }
  random?: { from: number; to: number; hidden?: boolean }
  choice?: string
  zone?: string
  where_you_are?: boolean
  repeat?: { rule: string; except?: string[] }
}

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** One of the three. */
export interface To {
  user_id?: string
  chat_id?: string
  phone?: string
}

export type OccurrenceState =
  | 'planned'
  | 'waiting'
  | 'asking'
  | 'delivering'
  | 'delivered'
  | 'skipped'
  | 'failed'
  | 'cancelled'
  | 'blocked'

/** One arrival at one recipient. */
export interface Occurrence {
  id: string
  n: number
  to: To
  state: OccurrenceState
  due_at: number | null
  state_at: number
  reason: string | null
  attempts: number
  chat_id: string | null
  message_id: string | null
}

export type Late = 'send' | 'skip' | 'ask'
export type Secrecy = 'sealed' | 'announced'

/** Something that I have written to the future. */
export interface Scheduled {
  id: string
  text: string
  media: Media[]
  when: When
  repeats: boolean
  late: Late
  late_after: number
  secrecy: Secrecy
  /** The message that comes back to me. */
  returns: string | null
  state: 'active' | 'paused' | 'ended' | 'cancelled'
  next_at: number | null
  recipients: Occurrence[]
  created_at: number
  active_at: number
  version: number
}

/** What I may know before its hour of something that somebody has written to me. */
export interface Announcement {
  id: string
  sender_id: string
  chat_id: string | null
  opens_at: number | null
}
