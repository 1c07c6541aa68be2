// Generated from the OpenAPI document by `npm run sdk`. What you change here is lost.
import type { Parley, RequestOptions } from './parley.ts'

export type Options = Pick<RequestOptions, 'headers' | 'ifMatch' | 'signal'>

export type SignedIn = Grant & {
  user: Me
}

export type Me = User & {
  number: number
  email: string | null
  email_verified: boolean
  phone: string | null
  phone_verified: boolean
  is_admin: boolean
  shows_receipts: boolean
  shows_presence: boolean
  /** Whose address book shows me, once I have verified my number; contacts: whose number is in mine */
  found_by_phone: 'everybody' | 'contacts' | 'nobody'
  /** IANA time zone, such as Europe/Paris */
  zone: string | null
  language: 'en' | 'fr' | null
  created_at: number
  version: number
}

export type User = {
  id: string
  username: string
  name: string
  about: string
  /** Address of the picture on this server */
  picture: string | null
  /** The level reached by writing to the future */
  status: string | null
  deleted: boolean
}

export type Grant = {
  access_token: string
  token_type: 'Bearer'
  /** Seconds */
  expires_in: number
  refresh_token: string
  session_id: string
}

/** Problem details for HTTP APIs (RFC 9457) */
export type Problem = {
  type: string
  title: string
  status: number
  code: 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'stale' | 'too_large' | 'unsupported' | 'key_reused' | 'too_many' | 'unavailable' | 'internal'
  detail: string
  errors?: {
    path: string
    message: string
  }[]
  request_id: string
}

export type OnItsWay = {
  /** off: this server sends no mail at all */
  mail: 'on' | 'off'
}

export type Friend = {
  user: User
  since: number
}

export type Session = {
  id: string
  current: boolean
  user_agent: string
  address: string
  created_at: number
  used_at: number
  expires_at: number
}

export type Match = {
  /** The place in the list that was sent, from 0 */
  index: number
  phone: string
  name: string | null
  user: User
  joined_at: number
}

export type Contact = {
  id: string
  /** E.164; null where only a hash is kept */
  phone: string | null
  name: string | null
  /** Who this is, if he is here and lets you find him */
  user: User | null
  joined_at: number | null
}

export type Upload = {
  /** Of the medium too, once it is whole */
  id: string
  bytes: number
  received: number
  /** When it is forgotten if nobody goes on with it */
  expires_at: number | null
  /** The medium, once it is whole */
  media: Media | null
}

export type Media = {
  id: string
  kind: 'image' | 'video' | 'audio' | 'file'
  /** What its bytes say, whatever the sender said */
  content_type: string
  /** The name of a file to keep it under */
  name: string
  bytes: number
  width: number | null
  height: number | null
  duration_ms: number | null
  has_thumbnail: boolean
}

export type MyMedia = Media & {
  created_at: number
  /** When it is removed, if no message holds it then; null while one does */
  expires_at: number | null
}

export type MediaAddress = Media & {
  /** Where the file is, for some minutes, for whoever knows this address */
  url: string
  thumbnail_url: string | null
  /** Until when the addresses are good. Then ask for new ones. */
  expires_at: number
}

export type Chat = {
  id: string
  kind: 'direct' | 'group'
  title: string
  /** What the chat belongs to, such as `project:<id>`, which decides who is in it */
  host: string | null
  picture: string | null
  /** May newcomers read what was said before they joined? */
  shares_history: boolean
  member_count: number
  created_at: number
  version: number
  role: 'owner' | 'admin' | 'member'
  /** The first message that I may read */
  first_position: number
  last_position: number
  read_position: number
  delivered_position: number
  unread_count: number
  /** Unread messages that mention me */
  mention_count: number
  /** I have muted the chat while this lies ahead; 253402300799999: for ever */
  muted_until: number | null
  active_at: number
  /** The other person of a direct chat */
  peer: User | null
  /** The newest that I may see */
  last_message: {
    id: string
    position: number
    sender_id: string
    text: string
    /** What is sent along, one for each medium */
    media_kinds: ('image' | 'video' | 'audio' | 'file')[]
    created_at: number
    /** When it was written, if that was for later */
    written_at: number | null
    deleted: boolean
  } | null
}

export type Member = {
  user: User
  role: 'owner' | 'admin' | 'member'
  joined_at: number
  /** Null unless both of us show our receipts */
  read_position: number | null
  delivered_position: number | null
}

export type MuteState = {
  chat_id: string
  /** I have muted the chat while this lies ahead; 253402300799999: for ever */
  muted_until: number | null
}

export type Invite = {
  code: string
  chat_id: string
  created_by: string
  created_at: number
  expires_at: number | null
  /** Null: as many as like */
  uses_left: number | null
  /** Where to send people, on this server */
  url: string
}

export type Invitation = {
  chat: {
    id: string
    title: string
    picture: string | null
    member_count: number
  }
}

export type Message = {
  id: string
  number: number
  chat_id: string
  /** Its place in the chat: 1, 2, 3 … */
  position: number
  sender_id: string
  client_id: string | null
  text: string
  reply_to_id: string | null
  /** Ids of the members who are mentioned by @username */
  mentions: string[]
  media: Media[]
  created_at: number
  /** When it was written, if that was for later */
  written_at: number | null
  edited_at: number | null
  deleted: boolean
  pinned_at: number | null
  pinned_by: string | null
  /** The project within which it was said privately; it may be deleted since */
  project_id: string | null
  version: number
}

export type MessageView = Message & {
  reactions: {
    emoji: string
    count: number
    /** Is one of them mine? */
    mine: boolean
  }[]
}

export type MessageEdit = {
  version: number
  text: string
  written_at: number
}

export type Reaction = {
  user: User
  emoji: string
  created_at: number
}

export type ReadState = {
  chat_id: string
  read_position: number
  delivered_position: number
  unread_count: number
  mention_count: number
}

export type Scheduled = {
  id: string
  text: string
  media: Media[]
  /** As it was asked for */
  when?: unknown
  repeats: boolean
  late: 'send' | 'skip' | 'ask'
  /** Milliseconds */
  late_after: number
  secrecy: 'sealed' | 'announced'
  /** The message that comes back to me */
  returns: string | null
  state: 'active' | 'paused' | 'ended' | 'cancelled'
  next_at: number | null
  /** The newest occurrence of each recipient */
  recipients: Occurrence[]
  created_at: number
  /** When something last became of it */
  active_at: number
  version: number
}

export type Occurrence = {
  id: string
  /** The how manieth for this recipient: 1, 2, 3 … */
  n: number
  to: {
    user_id?: string
    chat_id?: string
    phone?: string
  }
  /** waiting: for the number to be somebody’s; asking: late, and you decide; delivering: it failed, and is tried again */
  state: 'planned' | 'waiting' | 'asking' | 'delivering' | 'delivered' | 'skipped' | 'failed' | 'cancelled' | 'blocked'
  /** null while it is kept from you, too */
  due_at: number | null
  state_at: number
  reason: string | null
  attempts: number
  /** Where it arrived */
  chat_id: string | null
  message_id: string | null
}

/** Exactly one of at, local, in, random and choice */
export type When = {
  /** UTC milliseconds since 1970 */
  at?: number
  /** What the clock on the wall shows: no offset, no Z. Seconds may follow */
  local?: string
  /** From now on. A day, week, month or year goes by the calendar of the zone: 31 January + 1 month is the last of February. Shorter units are exact */
  in?: {
    unit: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
    count: number
  }
  /** Drawn once between the two; hidden: not even the sender sees what was drawn */
  random?: {
    /** UTC milliseconds since 1970 */
    from: number
    /** UTC milliseconds since 1970 */
    to: number
    hidden?: boolean
  }
  /** The key of a send choice of this server */
  choice?: string
  /** With at, local or in. Left out: the zone of your profile, else UTC */
  zone?: string
  /** With local: by the clocks of each recipient. Who has told no zone has yours */
  where_you_are?: boolean
  repeat?: Repeat
}

/** With at, local or in, from which it begins */
export type Repeat = {
  /** An RRULE of RFC 5545 without DTSTART, RDATE or EXRULE */
  rule: string
  /** Dates, or local times, at which nothing is sent */
  except?: string[]
}

export type FutureCounts = {
  /** Mine that have not arrived yet */
  from_me: number
  /** Announced to me, or coming back to me. What is sealed is not counted */
  to_me: number
  status: string | null
}

export type Announcement = {
  id: string
  sender_id: string
  /** The group that it is for; null: for me alone */
  chat_id: string | null
  /** null: at a moment that nobody knows */
  opens_at: number | null
}

export type SendChoice = {
  order_id: number
  key: string
  label: string
  /** The time itself is to be said, as `at` or `local` */
  calendar: boolean
}

export type FuturePreview = {
  /** The moment is kept even from its sender */
  hidden: boolean
  words: {
    en: string
    fr: string
  }
  times: {
    /** null: by the clocks of the sender */
    zone: string | null
    next: number[]
  }[]
}

export type Project = {
  id: string
  title: string
  description: string
  owner_id: string
  /** The chat of its members */
  chat_id: string
  archived: boolean
  archived_at: number | null
  created_at: number
  version: number
  owner: Person
  coaches: Person[]
  /** Of all members together at most 500 are named, in the order in which they came */
  participants: Person[]
  /** What I am in it */
  role: 'owner' | 'coach' | 'participant'
  member_count: number
}

export type Person = User & {
  /** The first word of the name */
  first_name: string
  /** The rest of it; may be empty */
  last_name: string
  /** Only my own */
  email?: string
  /** The whole address of the picture, for clients of txchat */
  ava?: string
}

export type ProjectMessage = {
  id: string
  content: string
  sender: Person
  /** To whom alone it was said; null: to all members */
  receiver: Person | null
  created_at: number
  edited_at: number | null
  project_id: string
  chat_id: string
  /** Its place in that chat */
  position: number
  media: Media[]
  /** Of the first of them, for clients of txchat */
  file_name?: string
  /** The address of that file, for clients of txchat */
  file_base64?: string
}

export type EventDate = {
  organizer_id: string
  /** Whose members it is for; null: for everybody, also without a login */
  chat_id: string | null
  /** The chat of those who come, if there is one */
  own_chat_id: string | null
  title: string
  description: string
  venue: string
  address: string
  date: string
  end_date: string | null
  /** As it was typed */
  time: string
  zone: string
  /** No hour is known: none was typed, or none that can be read */
  all_day: boolean
  /** Of the first date */
  starts_at: number
  /** Exclusive; null where nobody has said */
  ends_at: number | null
  capacity: number | null
  state: 'planned' | 'cancelled'
  event_id: string
  /** The day by which this date of the event is known */
  original_date: string
  recurs: boolean
  /** It is different from the other dates */
  is_changed: boolean
  /** How many have answered what */
  counts: {
    yes: number
    waiting: number
    maybe: number
    no: number
    invited: number
  }
  /** Mine; null: I am not among the guests */
  answer: 'invited' | 'yes' | 'waiting' | 'maybe' | 'no' | null
}

export type Event = {
  id: string
  organizer_id: string
  /** Whose members it is for; null: for everybody, also without a login */
  chat_id: string | null
  /** The chat of those who come, if there is one */
  own_chat_id: string | null
  title: string
  description: string
  venue: string
  address: string
  date: string
  end_date: string | null
  /** As it was typed */
  time: string
  zone: string
  /** No hour is known: none was typed, or none that can be read */
  all_day: boolean
  /** Of the first date */
  starts_at: number
  /** Exclusive; null where nobody has said */
  ends_at: number | null
  /** An RRULE of RFC 5545, and dates that are left out */
  repeat: {
    rule: string
    except: string[]
  } | null
  capacity: number | null
  state: 'planned' | 'cancelled'
  /** SEQUENCE of RFC 5545: which revision it is */
  sequence: number
  created_at: number
  updated_at: number
  version: number
  /** How many have answered what */
  counts: {
    yes: number
    waiting: number
    maybe: number
    no: number
    invited: number
  }
  /** Mine; null: I am not among the guests */
  answer: 'invited' | 'yes' | 'waiting' | 'maybe' | 'no' | null
  /** Minutes before it begins */
  reminders: number[]
}

export type Guest = {
  user: User
  answer: 'invited' | 'yes' | 'waiting' | 'maybe' | 'no'
  answered_at: number | null
}

export type Game = {
  id: string
  /** Where it is played here: what rooms name it by */
  key: string | null
  title: string
  genre: string
  release_year: number | null
  developer: string
  rating: number | null
  platform: string
  zone: string
  created_at: number
  version: number
}

export type Room = {
  id: string
  game_id: string
  game_key: string
  name: string
  public: boolean
  creator_id: string
  state: 'waiting' | 'playing' | 'ended'
  /** The how manieth game is played here; 0 before the first */
  round: number
  players: {
    user_id: string
    /** Where a player sits; 0 begins */
    place: number
    /** What stands for him on the board: X, O, red, yellow */
    mark: string
    wants_rematch: boolean
  }[]
  board: {
    /** Rows from the top; in each cell the place of whose it is, or null */
    cells: ((number | null)[])[]
    /** Where a player sits; 0 begins */
    turn: number
  } | null
  /** Who is to move, while the game goes on */
  turn_user_id: string | null
  /** How many moves were made here, in all rounds. The next has one more. */
  move_number: number
  /** How long a move may take */
  clock_seconds: number | null
  /** When whoever is to move loses by the clock */
  due_at: number | null
  /** How the last round ended */
  result: GameResult | null
  spectator_count: number
  /** The chat beside the board */
  chat_id: string
  created_at: number
  active_at: number
  version: number
  /** What I am here; null for nothing */
  role: 'player' | 'spectator' | 'invited' | null
  /** By which others come into a private room; its players see it */
  code: string | null
  /** The players and who made the room */
  users: User[]
}

export type GameResult = {
  /** Null for a draw */
  winner_id: string | null
  reason: 'board' | 'resigned' | 'time'
  /** Row and column of the cells that won */
  line: number[][]
}

export type Move = {
  number: number
  round: number
  user_id: string
  move: {
    row: number
    column: number
  } | {
    column: number
  }
  at: number
}

export type MoveAnswer = {
  move: Move
  room: RoomInfo
}

export type RoomInfo = {
  id: string
  game_id: string
  game_key: string
  name: string
  public: boolean
  creator_id: string
  state: 'waiting' | 'playing' | 'ended'
  /** The how manieth game is played here; 0 before the first */
  round: number
  players: {
    user_id: string
    /** Where a player sits; 0 begins */
    place: number
    /** What stands for him on the board: X, O, red, yellow */
    mark: string
    wants_rematch: boolean
  }[]
  board: {
    /** Rows from the top; in each cell the place of whose it is, or null */
    cells: ((number | null)[])[]
    /** Where a player sits; 0 begins */
    turn: number
  } | null
  /** Who is to move, while the game goes on */
  turn_user_id: string | null
  /** How many moves were made here, in all rounds. The next has one more. */
  move_number: number
  /** How long a move may take */
  clock_seconds: number | null
  /** When whoever is to move loses by the clock */
  due_at: number | null
  /** How the last round ended */
  result: GameResult | null
  spectator_count: number
  /** The chat beside the board */
  chat_id: string
  created_at: number
  active_at: number
  version: number
}

export type Leaderboard = {
  game_id: string
  measure: 'total' | 'best' | 'week' | 'month'
  /** When its week or month begins; null for all times */
  from: number | null
  until: number | null
  /** How many are on it */
  count: number
  items: {
    points: number
    wins: number
    draws: number
    losses: number
    /** 1 is the best */
    rank: number
    user: User
    /** When the points were reached: of equals, who was first is ahead */
    reached_at: number
  }[]
  next: string | null
  /** My own place, if I have one */
  mine: {
    points: number
    wins: number
    draws: number
    losses: number
    /** 1 is the best */
    rank: number
    user: User
    /** When the points were reached: of equals, who was first is ahead */
    reached_at: number
  } | null
}

export type Score = {
  points: number
  wins: number
  draws: number
  losses: number
  game: Game
  /** The most points of a single game */
  best: number
}

export type RecordedResult = {
  game_id: string
  result_id: string
  scores: {
    points: number
    wins: number
    draws: number
    losses: number
    user_id: string
  }[]
}

export type GameKey = {
  id: string
  game_id: string
  name: string
  created_by: string
  created_at: number
  used_at: number | null
  revoked_at: number | null
}

export type NewGameKey = GameKey & {
  secret: string
}

export type Account = Me & {
  state: 'active' | 'suspended' | 'archived' | 'deleted'
}

export type LogPage = {
  entries: Entry[]
  cursor: string
  complete: boolean
}

export type Entry = {
  seq: number
  stream: string
  kind: string
  at: number
  actor: string | null
  body?: unknown
}

export type Presence = {
  user_id: string
  online: boolean | null
  last_seen_at: number | null
}

export type Device = {
  id: string
  kind: 'fcm' | 'apns' | 'webpush'
  /** That of the session which asks */
  current: boolean
  app: string | null
  language: 'en' | 'fr' | null
  shows_text: boolean
  created_at: number
  updated_at: number
}

/** Every question that can be asked, under the name that the OpenAPI document gives it. */
export function api({ request }: Pick<Parley, 'request'>) {
  return {
    /** Register, and be logged in */
    postUsers: (body: {
      username: string
      password: string
      email?: string
      /** Any usual spelling; without a country code it is taken to be of the country of this server */
      phone?: string
      name?: string
      zone?: string
      language?: 'en' | 'fr'
    }, options?: Options) =>
      request<SignedIn>('POST', '/api/v1/users', { ...options, body }),
    /** Find people by name or username */
    getUsers: (query?: {
      query?: string
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: User[]
        next: string | null
      }>('GET', '/api/v1/users', { ...options, query }),
    /** Myself */
    getUsersMe: (options?: Options) =>
      request<Me>('GET', '/api/v1/users/me', options),
    /** Edit my profile and privacy */
    patchUsersMe: (body: {
      username?: string
      name?: string
      about?: string
      email?: string | null
      /** Any usual spelling; without a country code it is taken to be of the country of this server */
      phone?: string | null
      shows_receipts?: boolean
      shows_presence?: boolean
      found_by_phone?: 'everybody' | 'contacts' | 'nobody'
      zone?: string | null
      language?: 'en' | 'fr' | null
      password?: string
    }, options?: Options) =>
      request<Me>('PATCH', '/api/v1/users/me', { ...options, body }),
    /** Delete my account */
    deleteUsersMe: (body: {
      password: string
    }, options?: Options) =>
      request<void>('DELETE', '/api/v1/users/me', { ...options, body }),
    /** Change my password */
    putUsersMePassword: (body: {
      old_password: string
      password: string
    }, options?: Options) =>
      request<void>('PUT', '/api/v1/users/me/password', { ...options, body }),
    /** A ticket for one stream */
    postUsersMeStreamTicket: (options?: Options) =>
      request<{
        ticket: string
        expires_in: number
      }>('POST', '/api/v1/users/me/stream-ticket', options),
    /** People whom I block */
    getUsersMeBlocks: (options?: Options) =>
      request<{
        items: User[]
      }>('GET', '/api/v1/users/me/blocks', options),
    /** Block somebody */
    putUsersMeBlocksUser: (user: string, options?: Options) =>
      request<void>('PUT', `/api/v1/users/me/blocks/${encodeURIComponent(user)}`, options),
    /** Unblock somebody */
    deleteUsersMeBlocksUser: (user: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/users/me/blocks/${encodeURIComponent(user)}`, options),
    /** Somebody */
    getUsersUser: (user: string, options?: Options) =>
      request<User>('GET', `/api/v1/users/${encodeURIComponent(user)}`, options),
    /** Send a link that confirms my e-mail address */
    postUsersMeEmailVerification: (body: {
      email?: string
      password?: string
    }, options?: Options) =>
      request<OnItsWay>('POST', '/api/v1/users/me/email/verification', { ...options, body }),
    /** Follow the link that confirms an e-mail address */
    postEmailVerifications: (body: {
      /** What stands behind `#token=` in the link */
      token: string
    }, options?: Options) =>
      request<{
        email: string
      }>('POST', '/api/v1/email-verifications', { ...options, body }),
    /** Send a link to choose a new password */
    postPasswordResets: (body: {
      email: string
    }, options?: Options) =>
      request<OnItsWay>('POST', '/api/v1/password-resets', { ...options, body }),
    /** Choose a new password by a link */
    postPasswordResetsRedeem: (body: {
      /** What stands behind `#token=` in the link */
      token: string
      password: string
    }, options?: Options) =>
      request<void>('POST', '/api/v1/password-resets/redeem', { ...options, body }),
    /** My friends */
    getFriends: (query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Friend[]
        next: string | null
      }>('GET', '/api/v1/friends', { ...options, query }),
    /** Make somebody my friend */
    putFriendsUser: (user: string, options?: Options) =>
      request<Friend>('PUT', `/api/v1/friends/${encodeURIComponent(user)}`, options),
    /** End a friendship, for both */
    deleteFriendsUser: (user: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/friends/${encodeURIComponent(user)}`, options),
    /** Log in */
    postSessions: (body: {
      username: string
      password: string
    } | {
      email: string
      password: string
    } | {
      /** Any usual spelling; without a country code it is taken to be of the country of this server */
      phone: string
      password: string
    }, options?: Options) =>
      request<SignedIn>('POST', '/api/v1/sessions', { ...options, body }),
    /** List my sessions */
    getSessions: (options?: Options) =>
      request<{
        items: Session[]
      }>('GET', '/api/v1/sessions', options),
    /** Revoke all my other sessions */
    deleteSessions: (options?: Options) =>
      request<{
        revoked: number
      }>('DELETE', '/api/v1/sessions', options),
    /** Exchange a refresh token for new tokens */
    postSessionsRefresh: (body: {
      refresh_token: string
    }, options?: Options) =>
      request<Grant>('POST', '/api/v1/sessions/refresh', { ...options, body }),
    /** Log out */
    deleteSessionsCurrent: (options?: Options) =>
      request<void>('DELETE', '/api/v1/sessions/current', options),
    /** Revoke one of my sessions */
    deleteSessionsSession: (session: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/sessions/${encodeURIComponent(session)}`, options),
    /** Send a code that verifies my number */
    postUsersMePhoneVerification: (body: {
      /** Any usual spelling; without a country code it is taken to be of the country of this server */
      phone: string
      country?: string
    }, options?: Options) =>
      request<{
        /** The number as it is kept (E.164) */
        phone: string
        /** off: this server sends no codes at all */
        sms: 'on' | 'off'
      }>('POST', '/api/v1/users/me/phone/verification', { ...options, body }),
    /** Verify my number by the code */
    postUsersMePhoneVerificationConfirm: (body: {
      /** Any usual spelling; without a country code it is taken to be of the country of this server */
      phone: string
      country?: string
      code: string
    }, options?: Options) =>
      request<Me>('POST', '/api/v1/users/me/phone/verification/confirm', { ...options, body }),
    /** Find those of my address book who are here */
    putContacts: (body: {
      contacts: {
        phone: string
        name?: string
      }[]
      store?: 'no' | 'hashed' | 'plain'
      country?: string
    }, options?: Options) =>
      request<{
        items: Match[]
        stored: number
        /** The places of those that are no telephone numbers */
        unreadable: number[]
      }>('PUT', '/api/v1/contacts', { ...options, body }),
    /** My address book, as far as it is kept */
    getContacts: (query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Contact[]
        next: string | null
      }>('GET', '/api/v1/contacts', { ...options, query }),
    /** Forget my address book */
    deleteContacts: (options?: Options) =>
      request<void>('DELETE', '/api/v1/contacts', options),
    /** Forget one of my contacts */
    deleteContactsContact: (contact: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/contacts/${encodeURIComponent(contact)}`, options),
    /** Set my picture */
    putUsersMePicture: (body: Blob | ArrayBuffer | Uint8Array, options?: Options) =>
      request<Me>('PUT', '/api/v1/users/me/picture', { ...options, body }),
    /** Remove my picture */
    deleteUsersMePicture: (options?: Options) =>
      request<Me>('DELETE', '/api/v1/users/me/picture', options),
    /** How resumable uploads are spoken here */
    optionsMediaUploads: (options?: Options) =>
      request<void>('OPTIONS', '/api/v1/media/uploads', options),
    /** Begin a resumable upload */
    postMediaUploads: (options?: Options) =>
      request<Upload>('POST', '/api/v1/media/uploads', options),
    /** How far a resumable upload has come */
    getMediaUploadsUpload: (upload: string, options?: Options) =>
      request<Upload>('GET', `/api/v1/media/uploads/${encodeURIComponent(upload)}`, options),
    /** Go on with a resumable upload */
    patchMediaUploadsUpload: (upload: string, body: Blob | ArrayBuffer | Uint8Array, options?: Options) =>
      request<void>('PATCH', `/api/v1/media/uploads/${encodeURIComponent(upload)}`, { ...options, body }),
    /** Give up a resumable upload */
    deleteMediaUploadsUpload: (upload: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/media/uploads/${encodeURIComponent(upload)}`, options),
    /** Upload a file, in one piece */
    postMedia: (body: FormData, options?: Options) =>
      request<Media>('POST', '/api/v1/media', { ...options, body }),
    /** What I have uploaded, the newest first */
    getMedia: (query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: MyMedia[]
        next: string | null
        /** What my media take, with what is being uploaded */
        used_bytes: number
        /** What they may take; null: no limit */
        quota_bytes: number | null
      }>('GET', '/api/v1/media', { ...options, query }),
    /** A medium, and where its file is */
    getMediaMedia: (media: string, options?: Options) =>
      request<MediaAddress>('GET', `/api/v1/media/${encodeURIComponent(media)}`, options),
    /** Remove a medium of mine */
    deleteMediaMedia: (media: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/media/${encodeURIComponent(media)}`, options),
    /** My chats, the most recently active first */
    getChats: (query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Chat[]
        next: string | null
      }>('GET', '/api/v1/chats', { ...options, query }),
    /** Make a group */
    postChats: (body: {
      title: string
      member_ids?: string[]
      shares_history?: boolean
    }, options?: Options) =>
      request<Chat>('POST', '/api/v1/chats', { ...options, body }),
    /** The direct chat with somebody */
    putChatsDirectUser: (user: string, options?: Options) =>
      request<Chat>('PUT', `/api/v1/chats/direct/${encodeURIComponent(user)}`, options),
    /** A chat of mine */
    getChatsChat: (chat: string, options?: Options) =>
      request<Chat>('GET', `/api/v1/chats/${encodeURIComponent(chat)}`, options),
    /** Edit a group */
    patchChatsChat: (chat: string, body: {
      title?: string
      shares_history?: boolean
    }, options?: Options) =>
      request<Chat>('PATCH', `/api/v1/chats/${encodeURIComponent(chat)}`, { ...options, body }),
    /** Delete a group, with everything that was said in it */
    deleteChatsChat: (chat: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}`, options),
    /** Set the picture of a group */
    putChatsChatPicture: (chat: string, body: Blob | ArrayBuffer | Uint8Array, options?: Options) =>
      request<Chat>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/picture`, { ...options, body }),
    /** Remove the picture of a group */
    deleteChatsChatPicture: (chat: string, options?: Options) =>
      request<Chat>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/picture`, options),
    /** Who is in a chat */
    getChatsChatMembers: (chat: string, query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Member[]
        next: string | null
      }>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/members`, { ...options, query }),
    /** Add people to a group */
    postChatsChatMembers: (chat: string, body: {
      user_ids: string[]
    }, options?: Options) =>
      request<{
        id: string
        kind: 'direct' | 'group'
        title: string
        /** What the chat belongs to, such as `project:<id>`, which decides who is in it */
        host: string | null
        picture: string | null
        /** May newcomers read what was said before they joined? */
        shares_history: boolean
        member_count: number
        created_at: number
        version: number
      }>('POST', `/api/v1/chats/${encodeURIComponent(chat)}/members`, { ...options, body }),
    /** Give a member another role */
    patchChatsChatMembersUser: (chat: string, user: string, body: {
      role: 'owner' | 'admin' | 'member'
    }, options?: Options) =>
      request<{
        chat_id: string
        user_id: string
        role: 'owner' | 'admin' | 'member'
      }>('PATCH', `/api/v1/chats/${encodeURIComponent(chat)}/members/${encodeURIComponent(user)}`, { ...options, body }),
    /** Remove a member, or leave */
    deleteChatsChatMembersUser: (chat: string, user: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/members/${encodeURIComponent(user)}`, options),
    /** Tell me no more of what is said here */
    putChatsChatMute: (chat: string, body: {
      /** When I want to be told again; not given: never */
      muted_until?: number
    }, options?: Options) =>
      request<MuteState>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/mute`, { ...options, body }),
    /** Tell me again of what is said here */
    deleteChatsChatMute: (chat: string, options?: Options) =>
      request<MuteState>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/mute`, options),
    /** Make an invite to a group */
    postChatsChatInvites: (chat: string, body: {
      /** Seconds */
      expires_in?: number
      max_uses?: number
    }, options?: Options) =>
      request<Invite>('POST', `/api/v1/chats/${encodeURIComponent(chat)}/invites`, { ...options, body }),
    /** The invites of a group that are still good */
    getChatsChatInvites: (chat: string, query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Invite[]
        next: string | null
      }>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/invites`, { ...options, query }),
    /** Withdraw an invite */
    deleteChatsChatInvitesCode: (chat: string, code: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/invites/${encodeURIComponent(code)}`, options),
    /** What an invite leads to */
    getInvitesCode: (code: string, options?: Options) =>
      request<Invitation>('GET', `/api/v1/invites/${encodeURIComponent(code)}`, options),
    /** Join a group by its invite */
    postInvitesCodeAccept: (code: string, options?: Options) =>
      request<Chat>('POST', `/api/v1/invites/${encodeURIComponent(code)}/accept`, options),
    /** Send a message */
    postChatsChatMessages: (chat: string, body: {
      /** May be empty where there are media */
      text: string
      /** Media of mine, in the order in which they are shown */
      media_ids?: string[]
      reply_to_id?: string
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Message>('POST', `/api/v1/chats/${encodeURIComponent(chat)}/messages`, { ...options, body }),
    /** Messages of a chat, in order */
    getChatsChatMessages: (chat: string, query?: {
      before?: number
      after?: number
      around?: number
      limit?: number
    }, options?: Options) =>
      request<{
        items: MessageView[]
        /** Hand it in as `before` for what comes earlier; null at the beginning */
        previous: number | null
        /** Hand it in as `after` for what comes later; null at the end */
        next: number | null
      }>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/messages`, { ...options, query }),
    /** A message */
    getChatsChatMessagesMessage: (chat: string, message: string, options?: Options) =>
      request<MessageView>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}`, options),
    /** Edit a message of mine */
    patchChatsChatMessagesMessage: (chat: string, message: string, body: {
      text: string
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Message>('PATCH', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}`, { ...options, body }),
    /** Delete a message for everybody */
    deleteChatsChatMessagesMessage: (chat: string, message: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}`, options),
    /** What a message said before */
    getChatsChatMessagesMessageEdits: (chat: string, message: string, options?: Options) =>
      request<{
        items: MessageEdit[]
      }>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/edits`, options),
    /** Delete a message for me only */
    putChatsChatMessagesMessageHidden: (chat: string, message: string, options?: Options) =>
      request<void>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/hidden`, options),
    /** Who reacted to a message, and how */
    getChatsChatMessagesMessageReactions: (chat: string, message: string, query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Reaction[]
        next: string | null
      }>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/reactions`, { ...options, query }),
    /** React to a message */
    putChatsChatMessagesMessageReactionsEmoji: (chat: string, message: string, emoji: string, options?: Options) =>
      request<void>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/reactions/${encodeURIComponent(emoji)}`, options),
    /** Take my reaction back */
    deleteChatsChatMessagesMessageReactionsEmoji: (chat: string, message: string, emoji: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/reactions/${encodeURIComponent(emoji)}`, options),
    /** Pinned messages, the latest pinned first */
    getChatsChatPins: (chat: string, options?: Options) =>
      request<{
        items: MessageView[]
      }>('GET', `/api/v1/chats/${encodeURIComponent(chat)}/pins`, options),
    /** Pin a message */
    putChatsChatMessagesMessagePin: (chat: string, message: string, options?: Options) =>
      request<void>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/pin`, options),
    /** Unpin a message */
    deleteChatsChatMessagesMessagePin: (chat: string, message: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/pin`, options),
    /** I have read up to here */
    putChatsChatRead: (chat: string, body: {
      position: number
    }, options?: Options) =>
      request<ReadState>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/read`, { ...options, body }),
    /** My device has received what was said up to here */
    putChatsChatDelivered: (chat: string, body: {
      position: number
    }, options?: Options) =>
      request<ReadState>('PUT', `/api/v1/chats/${encodeURIComponent(chat)}/delivered`, { ...options, body }),
    /** I am typing, or no more */
    postChatsChatTyping: (chat: string, body: {
      typing: boolean
    }, options?: Options) =>
      request<void>('POST', `/api/v1/chats/${encodeURIComponent(chat)}/typing`, { ...options, body }),
    /** Find messages by their words */
    getSearchMessages: (query: {
      query: string
      chat?: string
      sender?: string
      /** What an earlier page gave as `next` */
      before?: number
      limit?: number
    }, options?: Options) =>
      request<{
        items: MessageView[]
        next: number | null
      }>('GET', '/api/v1/search/messages', { ...options, query }),
    /** Write to the future */
    postScheduled: (body: {
      to: {
        user_id?: string
        chat_id?: string
        phone?: string
      }[]
      /** May be empty where there are media */
      text: string
      /** Media of mine, in the order in which they are shown */
      media_ids?: string[]
      when: When
      /** What becomes of it when the server could not deliver in time: send anyway, skip it, ask me */
      late?: 'send' | 'skip' | 'ask'
      /** Later than this, in milliseconds, it is late */
      late_after?: number
      /** sealed: nobody learns of it before its hour; announced: who gets it knows when it opens */
      secrecy?: 'sealed' | 'announced'
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', '/api/v1/scheduled', { ...options, body }),
    /** What I have written to the future, the newest first */
    getScheduled: (query?: {
      after?: string
      limit?: number
      state?: 'pending' | 'delivered' | 'failed'
    }, options?: Options) =>
      request<{
        items: Scheduled[]
        next: string | null
      }>('GET', '/api/v1/scheduled', { ...options, query }),
    /** How much is on its way from me and to me */
    getScheduledCounts: (options?: Options) =>
      request<FutureCounts>('GET', '/api/v1/scheduled/counts', options),
    /** What is announced to me, the next to open first */
    getScheduledAnnounced: (options?: Options) =>
      request<{
        items: Announcement[]
      }>('GET', '/api/v1/scheduled/announced', options),
    /** The moments and the levels that this server has */
    getScheduledChoices: (query?: {
      language?: 'en' | 'fr'
    }, options?: Options) =>
      request<{
        items: SendChoice[]
        levels: {
          key: string
          from: number
          label: string
        }[]
      }>('GET', '/api/v1/scheduled/choices', { ...options, query }),
    /** When would that be? Nothing is written */
    postScheduledPreview: (body: {
      when: When
      to?: {
        user_id?: string
        chat_id?: string
        phone?: string
      }[]
    }, options?: Options) =>
      request<FuturePreview>('POST', '/api/v1/scheduled/preview', { ...options, body }),
    /** A message to the future */
    getScheduledScheduled: (scheduled: string, options?: Options) =>
      request<Scheduled>('GET', `/api/v1/scheduled/${encodeURIComponent(scheduled)}`, options),
    /** Change what has not arrived yet */
    patchScheduledScheduled: (scheduled: string, body: {
      /** May be empty where there are media */
      text?: string
      /** Media of mine, in the order in which they are shown */
      media_ids?: string[]
      when?: When
      /** What becomes of it when the server could not deliver in time: send anyway, skip it, ask me */
      late?: 'send' | 'skip' | 'ask'
      /** Later than this, in milliseconds, it is late */
      late_after?: number
      /** sealed: nobody learns of it before its hour; announced: who gets it knows when it opens */
      secrecy?: 'sealed' | 'announced'
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('PATCH', `/api/v1/scheduled/${encodeURIComponent(scheduled)}`, { ...options, body }),
    /** Forget a message to the future */
    deleteScheduledScheduled: (scheduled: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/scheduled/${encodeURIComponent(scheduled)}`, options),
    /** Cancel what still waits of it */
    postScheduledScheduledCancel: (scheduled: string, body: {
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/cancel`, { ...options, body }),
    /** Let it arrive now */
    postScheduledScheduledSendNow: (scheduled: string, body: {
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/send-now`, { ...options, body }),
    /** Let nothing of it arrive until it is resumed */
    postScheduledScheduledPause: (scheduled: string, body: {
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/pause`, { ...options, body }),
    /** Let it go on */
    postScheduledScheduledResume: (scheduled: string, body: {
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/resume`, { ...options, body }),
    /** Leave out the next time */
    postScheduledScheduledSkipNext: (scheduled: string, body: {
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/skip-next`, { ...options, body }),
    /** Every time that it arrived, or did not, the newest first */
    getScheduledScheduledOccurrences: (scheduled: string, query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Occurrence[]
        next: string | null
      }>('GET', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/occurrences`, { ...options, query }),
    /** Say what becomes of one that is late */
    postScheduledScheduledOccurrencesOccurrenceDecision: (scheduled: string, occurrence: string, body: {
      decision: 'send' | 'skip'
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/occurrences/${encodeURIComponent(occurrence)}/decision`, { ...options, body }),
    /** Write the same once more */
    postScheduledScheduledDuplicate: (scheduled: string, body: {
      when?: When
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/duplicate`, { ...options, body }),
    /** The next times at which it arrives */
    getScheduledScheduledPreview: (scheduled: string, query?: {
      count?: number
    }, options?: Options) =>
      request<FuturePreview>('GET', `/api/v1/scheduled/${encodeURIComponent(scheduled)}/preview`, { ...options, query }),
    /** Send a message that I have received back into my future */
    postChatsChatMessagesMessageReturn: (chat: string, message: string, body: {
      when?: When
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Scheduled>('POST', `/api/v1/chats/${encodeURIComponent(chat)}/messages/${encodeURIComponent(message)}/return`, { ...options, body }),
    /** My projects, the newest first */
    getProjects: (query?: {
      page?: number
      /** At most 100 count */
      per_page?: number
      /** Part of the title; case makes no difference */
      filter_by?: string
      /** Those that were put away, instead of the others */
      archived?: 'true' | 'false'
      /** Only those in which I am this */
      role?: 'owner' | 'coach' | 'participant'
    }, options?: Options) =>
      request<{
        total: number
        pages: number
        has_next: boolean
        has_prev: boolean
        next: string
        prev: string
        data: Project[]
      }>('GET', '/api/v1/projects', { ...options, query }),
    /** Make a project */
    postProjects: (body: {
      title: string
      description?: string
      coaches?: string[]
      participants?: string[]
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Project>('POST', '/api/v1/projects', { ...options, body }),
    /** A project of mine */
    getProjectsProject: (project: string, options?: Options) =>
      request<Project>('GET', `/api/v1/projects/${encodeURIComponent(project)}`, options),
    /** Give a project another title or description */
    putProjectsProject: (project: string, body: {
      title: string
      description?: string
    }, options?: Options) =>
      request<Project>('PUT', `/api/v1/projects/${encodeURIComponent(project)}`, { ...options, body }),
    /** Delete a project, with its chat */
    deleteProjectsProject: (project: string, options?: Options) =>
      request<{
        message: string
      }>('DELETE', `/api/v1/projects/${encodeURIComponent(project)}`, options),
    /** Put a project away */
    putProjectsProjectArchive: (project: string, options?: Options) =>
      request<Project>('PUT', `/api/v1/projects/${encodeURIComponent(project)}/archive`, options),
    /** Take a project out again */
    deleteProjectsProjectArchive: (project: string, options?: Options) =>
      request<Project>('DELETE', `/api/v1/projects/${encodeURIComponent(project)}/archive`, options),
    /** Take somebody into a project */
    postProjectsProjectInvite: (project: string, body: {
      participant: string
    }, options?: Options) =>
      request<Person>('POST', `/api/v1/projects/${encodeURIComponent(project)}/invite`, { ...options, body }),
    /** Leave a project */
    deleteProjectsProjectLeave: (project: string, options?: Options) =>
      request<{
        message: string
      }>('DELETE', `/api/v1/projects/${encodeURIComponent(project)}/leave`, options),
    /** Make a participant a coach */
    postProjectsProjectDesignateCoach: (project: string, body: {
      coach: string
    }, options?: Options) =>
      request<{
        message: string
      }>('POST', `/api/v1/projects/${encodeURIComponent(project)}/designate-coach`, { ...options, body }),
    /** Make a coach a participant */
    deleteProjectsProjectDesignateCoach: (project: string, body: {
      coach: string
    }, options?: Options) =>
      request<{
        message: string
      }>('DELETE', `/api/v1/projects/${encodeURIComponent(project)}/designate-coach`, { ...options, body }),
    /** Take a participant out of a project */
    deleteProjectsProjectRemoveParticipant: (project: string, body: {
      participant: string
    }, options?: Options) =>
      request<{
        message: string
      }>('DELETE', `/api/v1/projects/${encodeURIComponent(project)}/remove-participant`, { ...options, body }),
    /** Hand a project over to another member */
    putProjectsProjectOwner: (project: string, body: {
      user: string
    }, options?: Options) =>
      request<Project>('PUT', `/api/v1/projects/${encodeURIComponent(project)}/owner`, { ...options, body }),
    /** What was said in a project, the newest first */
    getMessagesProject: (project: string, query?: {
      page?: number
      /** At most 100 count */
      per_page?: number
    }, options?: Options) =>
      request<{
        total: number
        pages: number
        has_next: boolean
        has_prev: boolean
        next: string
        prev: string
        data: ProjectMessage[]
      }>('GET', `/api/v1/messages/${encodeURIComponent(project)}`, { ...options, query }),
    /** Say something in a project */
    postMessagesProject: (project: string, body: {
      content: string
      receiver?: string | null
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<ProjectMessage & {
        message: string
      }>('POST', `/api/v1/messages/${encodeURIComponent(project)}`, { ...options, body }),
    /** The dates of public events, without a login */
    getPublicEvents: (query?: {
      /** past: the latest first. Without meaning where a window is given */
      when?: 'upcoming' | 'past'
      /** UTC milliseconds */
      from?: number
      /** UTC milliseconds */
      to?: number
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: EventDate[]
        next: string | null
      }>('GET', '/api/v1/public/events', { ...options, query }),
    /** A public event, without a login */
    getPublicEventsEvent: (event: string, options?: Options) =>
      request<Event>('GET', `/api/v1/public/events/${encodeURIComponent(event)}`, options),
    /** The dates of events that I may see */
    getEvents: (query?: {
      /** past: the latest first. Without meaning where a window is given */
      when?: 'upcoming' | 'past'
      /** UTC milliseconds */
      from?: number
      /** UTC milliseconds */
      to?: number
      after?: string
      limit?: number
      /** mine: what I organize or am a guest of, and what is for my chats */
      scope?: 'all' | 'mine'
      chat?: string
      event?: string
    }, options?: Options) =>
      request<{
        items: EventDate[]
        next: string | null
      }>('GET', '/api/v1/events', { ...options, query }),
    /** Make an event */
    postEvents: (body: {
      title: string
      description?: string
      venue?: string
      address?: string
      date: string
      /** The last day, if it is another */
      end_date?: string | null
      /** As people type it: 8pm, 7:30 - 10pm, 20h30, 19:00–22:00, noon. What cannot be read is kept, and the event is for the whole day */
      time?: string
      zone?: string
      repeat?: {
        /** An RRULE of RFC 5545 that goes by days */
        rule: string
        except?: string[]
      }
      /** How many may come; null: as many as like */
      capacity?: number | null
      chat_id?: string | null
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Event>('POST', '/api/v1/events', { ...options, body }),
    /** The events of whose changes the log tells me */
    getEventsMine: (query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Event[]
        next: string | null
      }>('GET', '/api/v1/events/mine', { ...options, query }),
    /** An event */
    getEventsEvent: (event: string, options?: Options) =>
      request<Event>('GET', `/api/v1/events/${encodeURIComponent(event)}`, options),
    /** Change an event, all its dates */
    patchEventsEvent: (event: string, body: {
      title?: string
      description?: string
      venue?: string
      address?: string
      date?: string
      /** The last day, if it is another */
      end_date?: string | null
      /** As people type it: 8pm, 7:30 - 10pm, 20h30, 19:00–22:00, noon. What cannot be read is kept, and the event is for the whole day */
      time?: string
      zone?: string
      /** null: it does not recur any more */
      repeat?: {
        /** An RRULE of RFC 5545 that goes by days */
        rule: string
        except?: string[]
      } | null
      /** How many may come; null: as many as like */
      capacity?: number | null
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Event>('PATCH', `/api/v1/events/${encodeURIComponent(event)}`, { ...options, body }),
    /** Delete an event, and its chat */
    deleteEventsEvent: (event: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/events/${encodeURIComponent(event)}`, options),
    /** Call an event off */
    postEventsEventCancel: (event: string, options?: Options) =>
      request<Event>('POST', `/api/v1/events/${encodeURIComponent(event)}/cancel`, options),
    /** Change one date of an event that recurs */
    patchEventsEventDatesDate: (event: string, date: string, body: {
      title?: string
      description?: string
      venue?: string
      address?: string
      date?: string
      /** The last day, if it is another */
      end_date?: string | null
      /** As people type it: 8pm, 7:30 - 10pm, 20h30, 19:00–22:00, noon. What cannot be read is kept, and the event is for the whole day */
      time?: string
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Event>('PATCH', `/api/v1/events/${encodeURIComponent(event)}/dates/${encodeURIComponent(date)}`, { ...options, body }),
    /** Leave out one date of an event that recurs */
    deleteEventsEventDatesDate: (event: string, date: string, options?: Options) =>
      request<Event>('DELETE', `/api/v1/events/${encodeURIComponent(event)}/dates/${encodeURIComponent(date)}`, options),
    /** Say whether I come */
    putEventsEventAnswer: (event: string, body: {
      answer: 'yes' | 'maybe' | 'no'
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Event>('PUT', `/api/v1/events/${encodeURIComponent(event)}/answer`, { ...options, body }),
    /** Have nothing to do with it any more */
    deleteEventsEventAnswer: (event: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/events/${encodeURIComponent(event)}/answer`, options),
    /** Who was invited, and who comes */
    getEventsEventGuests: (event: string, query?: {
      after?: string
      limit?: number
      answer?: 'invited' | 'yes' | 'waiting' | 'maybe' | 'no'
    }, options?: Options) =>
      request<{
        items: Guest[]
        next: string | null
      }>('GET', `/api/v1/events/${encodeURIComponent(event)}/guests`, { ...options, query }),
    /** Invite people */
    postEventsEventGuests: (event: string, body: {
      user_ids?: string[]
      emails?: string[]
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Event>('POST', `/api/v1/events/${encodeURIComponent(event)}/guests`, { ...options, body }),
    /** Take somebody off the list */
    deleteEventsEventGuestsUser: (event: string, user: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/events/${encodeURIComponent(event)}/guests/${encodeURIComponent(user)}`, options),
    /** Choose when I am reminded */
    putEventsEventReminders: (event: string, body: {
      minutes_before: number[]
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Event>('PUT', `/api/v1/events/${encodeURIComponent(event)}/reminders`, { ...options, body }),
    /** Make the chat of an event */
    postEventsEventChat: (event: string, options?: Options) =>
      request<Event>('POST', `/api/v1/events/${encodeURIComponent(event)}/chat`, options),
    /** Can my calendar be read by a secret address? */
    getUsersMeCalendar: (options?: Options) =>
      request<{
        /** null: there is none */
        created_at: number | null
      }>('GET', '/api/v1/users/me/calendar', options),
    /** Make a secret address for my calendar */
    postUsersMeCalendar: (options?: Options) =>
      request<{
        /** On this server */
        path: string
        /** The whole address, if the server knows its own */
        url: string | null
        created_at: number
      }>('POST', '/api/v1/users/me/calendar', options),
    /** Revoke the secret address of my calendar */
    deleteUsersMeCalendar: (options?: Options) =>
      request<void>('DELETE', '/api/v1/users/me/calendar', options),
    /** The catalogue of games, by title */
    getGames: (query?: {
      after?: string
      limit?: number
      /** Part of the title */
      query?: string
      genre?: string
      platform?: string
      /** Is it played here? */
      playable?: 'true' | 'false'
    }, options?: Options) =>
      request<{
        items: Game[]
        next: string | null
      }>('GET', '/api/v1/games', { ...options, query }),
    /** A game */
    getGamesGame: (game: string, options?: Options) =>
      request<Game>('GET', `/api/v1/games/${encodeURIComponent(game)}`, options),
    /** Add a game that runs elsewhere */
    postAdminGames: (body: {
      title: string
      genre?: string
      release_year?: number | null
      developer?: string
      /** From 0 to 10 */
      rating?: number | null
      platform?: string
      /** By whose clocks the weeks and months of its leaderboards begin */
      zone?: string
    }, options?: Options) =>
      request<Game>('POST', '/api/v1/admin/games', { ...options, body }),
    /** Edit a game */
    patchAdminGamesGame: (game: string, body: {
      title?: string
      genre?: string
      release_year?: number | null
      developer?: string
      /** From 0 to 10 */
      rating?: number | null
      platform?: string
      /** By whose clocks the weeks and months of its leaderboards begin */
      zone?: string
    }, options?: Options) =>
      request<Game>('PATCH', `/api/v1/admin/games/${encodeURIComponent(game)}`, { ...options, body }),
    /** Remove a game, and everything that was won in it */
    deleteAdminGamesGame: (game: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/admin/games/${encodeURIComponent(game)}`, options),
    /** Rooms, the newest first */
    getRooms: (query?: {
      after?: string
      limit?: number
      game?: 'tic-tac-toe' | 'connect-four'
      state?: 'waiting' | 'playing' | 'ended'
      mine?: 'true' | 'false'
    }, options?: Options) =>
      request<{
        items: Room[]
        next: string | null
      }>('GET', '/api/v1/rooms', { ...options, query }),
    /** Open a room to play in */
    postRooms: (body: {
      game: 'tic-tac-toe' | 'connect-four'
      name?: string
      public?: boolean
      invited_ids?: string[]
      /** How long a move may take. Who takes longer has lost. */
      clock_seconds?: number | null
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<Room>('POST', '/api/v1/rooms', { ...options, body }),
    /** Come into a private room by its code */
    postRoomsJoin: (body: {
      code: string
      as?: 'player' | 'spectator'
    }, options?: Options) =>
      request<Room>('POST', '/api/v1/rooms/join', { ...options, body }),
    /** A room, with its board */
    getRoomsRoom: (room: string, options?: Options) =>
      request<Room>('GET', `/api/v1/rooms/${encodeURIComponent(room)}`, options),
    /** Close a room that I have made */
    deleteRoomsRoom: (room: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/rooms/${encodeURIComponent(room)}`, options),
    /** Every move that was made in a room, the first one first */
    getRoomsRoomMoves: (room: string, query?: {
      after?: string
      limit?: number
    }, options?: Options) =>
      request<{
        items: Move[]
        next: string | null
      }>('GET', `/api/v1/rooms/${encodeURIComponent(room)}/moves`, { ...options, query }),
    /** Make a move */
    postRoomsRoomMoves: (room: string, body: {
      /** One more than `move_number` of the room */
      number: number
      /** As the rules have it: `{row, column}` or `{column}`, from 0 */
      move: {
        row: number
        column: number
      } | {
        column: number
      }
      /** A key of your own. The same key again is the same change, done once. */
      client_id?: string
    }, options?: Options) =>
      request<MoveAnswer>('POST', `/api/v1/rooms/${encodeURIComponent(room)}/moves`, { ...options, body }),
    /** Come into a room, to play or to look on */
    postRoomsRoomJoin: (room: string, body: {
      as?: 'player' | 'spectator'
    }, options?: Options) =>
      request<Room>('POST', `/api/v1/rooms/${encodeURIComponent(room)}/join`, { ...options, body }),
    /** Invite people to a room in which I play */
    postRoomsRoomInvitations: (room: string, body: {
      user_ids: string[]
    }, options?: Options) =>
      request<void>('POST', `/api/v1/rooms/${encodeURIComponent(room)}/invitations`, { ...options, body }),
    /** Give up the game */
    postRoomsRoomResign: (room: string, options?: Options) =>
      request<Room>('POST', `/api/v1/rooms/${encodeURIComponent(room)}/resign`, options),
    /** Offer to play again, or accept it */
    postRoomsRoomRematch: (room: string, options?: Options) =>
      request<Room>('POST', `/api/v1/rooms/${encodeURIComponent(room)}/rematch`, options),
    /** Leave a room, or decline an invitation to it */
    deleteRoomsRoomMe: (room: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/rooms/${encodeURIComponent(room)}/me`, options),
    /** Who has won how much in a game */
    getGamesGameLeaderboard: (game: string, query?: {
      /** All points, the best single game, or the points of a week or a month */
      measure?: 'total' | 'best' | 'week' | 'month'
      /** A day of the week or month, such as 2026-11-21; today, if none is named */
      on?: string
      among?: 'friends'
      /** Only its members, of a chat of mine */
      chat?: string
      /** The part in which I am, instead of a page */
      around?: 'me'
      after?: string
      limit?: number
    }, options?: Options) =>
      request<Leaderboard>('GET', `/api/v1/games/${encodeURIComponent(game)}/leaderboard`, { ...options, query }),
    /** What somebody has won, game by game */
    getUsersUserScores: (user: string, options?: Options) =>
      request<{
        items: Score[]
      }>('GET', `/api/v1/users/${encodeURIComponent(user)}/scores`, options),
    /** Tell the result of a game that runs elsewhere */
    postGameResults: (body: {
      /** What the game calls this result. Each is counted once. */
      result_id: string
      players: {
        user_id: string
        result: 'win' | 'draw' | 'loss'
        /** 100 for a win, 50 for a draw and 0 for a loss, if nothing is said */
        points?: number
      }[]
    }, options?: Options) =>
      request<RecordedResult>('POST', '/api/v1/game-results', { ...options, body }),
    /** The keys of games that run elsewhere, the newest first */
    getAdminGameKeys: (options?: Options) =>
      request<{
        items: GameKey[]
      }>('GET', '/api/v1/admin/game-keys', options),
    /** Make a key for a game that runs elsewhere */
    postAdminGameKeys: (body: {
      game_id: string
      name: string
    }, options?: Options) =>
      request<NewGameKey>('POST', '/api/v1/admin/game-keys', { ...options, body }),
    /** Revoke a key */
    deleteAdminGameKeysKey: (key: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/admin/game-keys/${encodeURIComponent(key)}`, options),
    /** List accounts */
    getAdminUsers: (query?: {
      after?: string
      limit?: number
      state?: 'active' | 'suspended' | 'archived' | 'deleted'
    }, options?: Options) =>
      request<{
        items: Account[]
        next: string | null
      }>('GET', '/api/v1/admin/users', { ...options, query }),
    /** Suspend an account */
    postAdminUsersUserSuspend: (user: string, options?: Options) =>
      request<Account>('POST', `/api/v1/admin/users/${encodeURIComponent(user)}/suspend`, options),
    /** Archive an account */
    postAdminUsersUserArchive: (user: string, options?: Options) =>
      request<Account>('POST', `/api/v1/admin/users/${encodeURIComponent(user)}/archive`, options),
    /** Restore an account */
    postAdminUsersUserRestore: (user: string, options?: Options) =>
      request<Account>('POST', `/api/v1/admin/users/${encodeURIComponent(user)}/restore`, options),
    /** Grant admin */
    putAdminUsersUserAdmin: (user: string, options?: Options) =>
      request<Account>('PUT', `/api/v1/admin/users/${encodeURIComponent(user)}/admin`, options),
    /** Withdraw admin */
    deleteAdminUsersUserAdmin: (user: string, options?: Options) =>
      request<Account>('DELETE', `/api/v1/admin/users/${encodeURIComponent(user)}/admin`, options),
    /** What I heard after a cursor */
    getLog: (query?: {
      /** A cursor from an earlier answer, entry or event */
      after?: string
      wait?: number
      limit?: number
    }, options?: Options) =>
      request<LogPage>('GET', '/api/v1/log', { ...options, query }),
    /** Who of these people is here */
    getPresence: (query: {
      /** Ids, with commas between, up to 300 */
      user_ids: string
    }, options?: Options) =>
      request<{
        items: Presence[]
      }>('GET', '/api/v1/presence', { ...options, query }),
    /** How this server reaches devices */
    getPush: (options?: Options) =>
      request<{
        kinds: ('fcm' | 'apns' | 'webpush')[]
        public_key: string
      }>('GET', '/api/v1/push', options),
    /** Be told here while I am away */
    putDevicesCurrent: (body: {
      kind: 'fcm'
      token: string
      /** Which app this is, in your words; not the name of a dialect */
      app?: string
      /** Of the notices; yours, if not given */
      language?: 'en' | 'fr'
      /** May what was written be seen on its locked screen? */
      shows_text?: boolean
    } | {
      kind: 'apns'
      token: string
      /** Which app this is, in your words; not the name of a dialect */
      app?: string
      /** Of the notices; yours, if not given */
      language?: 'en' | 'fr'
      /** May what was written be seen on its locked screen? */
      shows_text?: boolean
    } | {
      kind: 'webpush'
      subscription: {
        endpoint: string
        expirationTime?: number | null
        keys: {
          p256dh: string
          auth: string
        }
      }
      /** Which app this is, in your words; not the name of a dialect */
      app?: string
      /** Of the notices; yours, if not given */
      language?: 'en' | 'fr'
      /** May what was written be seen on its locked screen? */
      shows_text?: boolean
    }, options?: Options) =>
      request<Device>('PUT', '/api/v1/devices/current', { ...options, body }),
    /** Be told nothing here any more */
    deleteDevicesCurrent: (options?: Options) =>
      request<void>('DELETE', '/api/v1/devices/current', options),
    /** My devices */
    getDevices: (options?: Options) =>
      request<{
        items: Device[]
      }>('GET', '/api/v1/devices', options),
    /** Be told nothing on one of my devices any more */
    deleteDevicesDevice: (device: string, options?: Options) =>
      request<void>('DELETE', `/api/v1/devices/${encodeURIComponent(device)}`, options),
  }
}
