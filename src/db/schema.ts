/**
 * The whole database on one page.
 *
 * Conventions: tables are plural; `_id` refers to another row; `_at` is a time in UTC milliseconds; yes and no are
 * 1 and 0. Ids are UUIDv7 text, made by us. The same columns exist on every database; `migrations/` builds them.
 */
export interface Schema {
  log_head: LogHead
  entries: EntryRow
  follows: FollowRow
  counters: CounterRow
  idempotency_keys: IdempotencyKeyRow

  outbox: OutboxRow
  devices: DeviceRow
  notices: NoticeRow

  users: UserRow
  sessions: SessionRow
  blocks: BlockRow
  friends: FriendRow
  login_failures: LoginFailureRow
  stream_tickets: StreamTicketRow
  pictures: PictureRow
  mail_links: MailLinkRow
  phone_codes: PhoneCodeRow

  contacts: ContactRow
  verified_numbers: VerifiedNumberRow
  contact_asks: ContactAskRow
  joined_pairs: JoinedPairRow

  media: MediaRow
  media_pins: MediaPinRow

  chats: ChatRow
  members: MemberRow
  invites: InviteRow

  messages: MessageRow
  message_edits: MessageEditRow
  mentions: MentionRow
  reactions: ReactionRow
  hidden_messages: HiddenMessageRow

  projects: ProjectRow

  scheduled_messages: ScheduledMessageRow
  occurrences: OccurrenceRow

  events: EventRow
  event_dates: EventDateRow
  event_guests: EventGuestRow
  event_mails: EventMailRow
  event_reminders: EventReminderRow
  calendar_feeds: CalendarFeedRow
  games: GameRow
  game_keys: GameKeyRow
  rooms: RoomRow
  room_people: RoomPersonRow
  moves: MoveRow
  game_results: GameResultRow
  score_boards: ScoreBoardRow
  scores: ScoreRow
  score_blocks: ScoreBlockRow
  postcards: PostcardRow
  inbox_marks: InboxMarkRow

  site_items: SiteItemRow
  site_files: SiteFileRow
}

/** One row: the number of the last entry, the oldest number still kept, and which life of the log this is. */
export interface LogHead {
  id: number
  seq: number
  /** Entries up to and including this number have been pruned. */
  floor: number
  /** New after a restore, so that a cursor from the life before is recognised. */
  epoch: string
}

/** The log. An entry is never changed, except that its body is blanked when what it speaks of is deleted. */
export interface EntryRow {
  seq: number
  stream: string
  kind: string
  at: number
  actor_id: string | null
  /** The message or user whose deletion blanks the body. */
  about: string | null
  /** JSON text, encoded once, sent as it is to everybody. */
  body: string
  /** JSON text: what people who are away are to be told, if anything. Clients do not get it. */
  alert: string | null
}

/** Who hears which stream, and from which number to which. No end: still following. */
export interface FollowRow {
  user_id: string
  stream: string
  from_seq: number
  until_seq: number | null
  /** The number at which this row last changed, so that the tails of other processes find the change. */
  moved_seq: number
}

/**
 * Small integers, handed out in blocks; up to which entry messages have been indexed for searching, and up to which
 * those who are away have been told. `joined` counts nothing: it is there to be locked (`contacts/joined.ts`).
 */
export interface CounterRow {
  name: string
  value: number
}

/** What a request with an idempotency key answered, kept with the change that it made. */
export interface IdempotencyKeyRow {
  user_id: string
  key: string
  fingerprint: string
  answer: string
  /** The message whose deletion removes this answer. */
  about: string | null
  created_at: number
}

export type Channel = 'email' | 'sms' | 'push'

/**
 * Waiting is what has not been sent yet. Of the other states nothing more comes: replaced by a later one, skipped as it
 * was needless by then, expired, gone (the address is dead), refused for good.
 */
export type OutboxState = 'waiting' | 'sent' | 'replaced' | 'skipped' | 'expired' | 'gone' | 'refused'

/** Something on its way out of the house, to an address that may not answer. */
export interface OutboxRow {
  id: string
  channel: Channel
  user_id: string | null
  /** An e-mail address, a phone number (E.164) or the id of a device. */
  recipient: string
  /** JSON text that the sender of the channel understands; null (as JSON) as soon as nothing more comes of it. */
  body: string
  /** A later one with the same key to the same recipient takes the place of this one. */
  collapse_key: string | null
  /** JSON text: what would make it needless, looked at just before sending. */
  unless: string | null
  state: OutboxState
  /** What the other side said the last time. */
  reason: string | null
  /** How often somebody began to send it. */
  tries: number
  /** When it is tried next. While it is being sent: when it counts as given up. */
  due_at: number
  leased_until: number | null
  expires_at: number
  created_at: number
  settled_at: number | null
}

export type DeviceKind = 'fcm' | 'apns' | 'webpush'

/** Where a session can be reached by push while nobody is connected. */
export interface DeviceRow {
  id: string
  user_id: string
  session_id: string
  kind: DeviceKind
  /** A token of FCM or APNs, or the endpoint of a Web Push subscription. */
  address: string
  address_digest: string
  /** JSON text `{p256dh, auth}` of a Web Push subscription. */
  keys: string | null
  /** Which app this is, in its own words; for the list of devices. */
  app: string | null
  language: Language | null
  /** May what was written be seen on its locked screen? */
  shows_text: number
  created_at: number
  updated_at: number
}

/** A notice that stands on somebody's screen, as far as we know. */
export interface NoticeRow {
  device_id: string
  collapse_key: string
  user_id: string
  chat_id: string | null
  position: number | null
  sent_at: number
}

export type UserState = 'active' | 'suspended' | 'archived' | 'deleted'

export type Language = 'en' | 'fr'

/** Who is shown to whom by his verified number: also to those who have his number, but whose number he has not? */
export type FoundBy = 'everybody' | 'contacts' | 'nobody'

export interface UserRow {
  id: string
  /** A small integer for clients that know users by number. */
  number: number
  username: string
  /** The username folded to lower case: what must be unique. */
  username_key: string
  email: string | null
  email_verified_at: number | null
  /** E.164. */
  phone: string | null
  phone_verified_at: number | null
  password_hash: string | null
  name: string
  /** The name folded to lower case, for finding people. */
  name_key: string
  about: string
  picture_id: string | null
  state: UserState
  is_admin: number
  shows_receipts: number
  shows_presence: number
  found_by_phone: FoundBy
  /** IANA name, such as Europe/Paris: where nine o'clock is nine o'clock for him. */
  zone: string | null
  /** In which mail and notices are written to him. */
  language: Language | null
  /** The level that he has reached by writing to the future; it only rises. */
  status: string | null
  last_seen_at: number | null
  version: number
  created_at: number
}

export interface SessionRow {
  id: string
  user_id: string
  /** Which of its refresh tokens is good now: 1, 2, 3 … An earlier one that comes again was stolen. */
  generation: number
  /** Digest of the browser's cookie. */
  cookie_digest: string
  user_agent: string
  address: string
  created_at: number
  used_at: number
  expires_at: number
  revoked_at: number | null
}

export interface BlockRow {
  user_id: string
  blocked_id: string
  created_at: number
}

/** A friendship is two rows, one for each of the two. */
export interface FriendRow {
  user_id: string
  friend_id: string
  created_at: number
}

/** Attempts that cost something: log-ins that failed, mails and codes that were sent; and until when the next is refused. */
export interface LoginFailureRow {
  key: string
  failures: number
  failed_at: number
  locked_until: number
}

/** A ticket opens one stream, once, within a minute. */
export interface StreamTicketRow {
  digest: string
  session_id: string
  expires_at: number
}

/** Profile and chat pictures. The id cannot be guessed; who knows it may see the picture. */
export interface PictureRow {
  id: string
  owner_id: string
  content_type: string
  bytes: Uint8Array
  created_at: number
}

export type MediaKind = 'image' | 'video' | 'audio' | 'file'

/** Something that was uploaded, or is being uploaded. There is no file without its row: the row comes first and goes last. */
export interface MediaRow {
  id: string
  owner_id: string
  /** `gone`: nobody sees it any more, and its files are about to be removed. */
  state: 'receiving' | 'ready' | 'gone'
  kind: MediaKind
  content_type: string
  name: string
  /** How long the file is; while it is received, how much room is kept for it. */
  bytes: number
  /** How much of it has arrived and is on disk. */
  received: number
  /** As it is to be shown, turned the right way up; null where there is nothing to see, or it is not known. */
  width: number | null
  height: number | null
  duration_ms: number | null
  /** Of the small picture of it; null where there is none. */
  thumbnail_bytes: number | null
  created_at: number
  /** When the collector may take it; null while something holds it. */
  expires_at: number | null
}

/** What holds a medium, `message:<id>` or `scheduled:<id>`, and at which place it stands there: 0, 1, 2 … */
export interface MediaPinRow {
  holder: string
  media_id: string
  place: number
}

/** A link that was sent by mail: good once. What it proves is that its bearer reads what is sent to the address. */
export interface MailLinkRow {
  digest: string
  user_id: string
  purpose: 'email' | 'password'
  email: string
  created_at: number
  expires_at: number
}

/** The code that somebody was sent last to verify his number. It is not here: it follows from the nonce and our key. */
export interface PhoneCodeRow {
  user_id: string
  /** E.164. */
  phone: string
  nonce: string
  /** How often a code was tried. */
  tries: number
  expires_at: number
}

/** An entry of somebody's address book, if he wanted it to be kept. */
export interface ContactRow {
  id: string
  user_id: string
  /** The number under a key of ours (HMAC): what numbers are compared by. */
  number_key: string
  /** E.164, and what he calls him; null where he wanted only the hash to be kept. */
  phone: string | null
  name: string | null
  created_at: number
}

/** Who has verified which number, by its key. */
export interface VerifiedNumberRow {
  number_key: string
  user_id: string
}

/** How many different numbers somebody asked for today: a bit for each, which no number can be read from. */
export interface ContactAskRow {
  user_id: string
  /** Days since 1970, UTC. */
  day: number
  asked: number
  bits: Uint8Array
}

/** Two people who have each other's number, of whom one has been told that the other is here. The lower id is first. */
export interface JoinedPairRow {
  user_id: string
  other_id: string
}

export type ChatKind = 'direct' | 'group'

export interface ChatRow {
  id: string
  kind: ChatKind
  title: string
  picture_id: string | null
  /** Both user ids of a direct chat, in order: one chat per pair. */
  pair: string | null
  /** The stream of what this chat belongs to and is managed by, such as `project:<id>`; null when it stands for itself. */
  host: string | null
  /** May newcomers read what was said before they joined? */
  shares_history: number
  /** The position of the newest message. Positions of a chat count 1, 2, 3 … in commit order. */
  last_position: number
  member_count: number
  /** When something was last said here. */
  active_at: number
  version: number
  created_at: number
}

export type Role = 'owner' | 'admin' | 'member'

export interface MemberRow {
  chat_id: string
  user_id: string
  role: Role
  /** The first position this member may read. */
  first_position: number
  /** Read up to and including this position. */
  read_position: number
  delivered_position: number
  joined_at: number
  /** While this lies ahead he is not told of what is said here; null: he is. */
  muted_until: number | null
}

export interface InviteRow {
  code: string
  chat_id: string
  created_by: string
  created_at: number
  expires_at: number | null
  uses_left: number | null
}

export interface MessageRow {
  id: string
  /** A small integer for clients that know messages by number. */
  number: number
  chat_id: string
  position: number
  sender_id: string
  /** The sender's own key: the same key is the same message. */
  client_id: string | null
  /** Digest of what was sent with that key. */
  client_digest: string | null
  text: string
  /** Its words as they are searched for: folded, each once, with spaces between (see `messages/words.ts`). */
  words: string
  reply_to_id: string | null
  version: number
  created_at: number
  /** When it was written, if it was to arrive later. */
  written_at: number | null
  edited_at: number | null
  deleted_at: number | null
  pinned_at: number | null
  pinned_by: string | null
  /** The project within which two people say this to each other in their direct chat; null for everything else. */
  project_id: string | null
}

export interface MessageEditRow {
  message_id: string
  version: number
  text: string
  written_at: number
}

export interface MentionRow {
  user_id: string
  chat_id: string
  position: number
  message_id: string
}

export interface ReactionRow {
  message_id: string
  user_id: string
  emoji: string
  created_at: number
}

/** Messages that somebody deleted for himself only. */
export interface HiddenMessageRow {
  user_id: string
  chat_id: string
  position: number
  message_id: string
}

/** Who is in it, and as what, stands in the members of its chat: the owner, coaches as admins, participants as members. */
export interface ProjectRow {
  id: string
  /** No two of one owner are called the same. */
  title: string
  /** The title folded to lower case, for finding it. */
  title_key: string
  description: string
  owner_id: string
  chat_id: string
  archived_at: number | null
  version: number
  created_at: number
}

export type Late = 'send' | 'skip' | 'ask'
export type Secrecy = 'sealed' | 'announced'
export type ScheduledState = 'active' | 'paused' | 'ended' | 'cancelled'

/** What somebody wrote to the future. When and to whom it goes stands in its occurrences. */
export interface ScheduledMessageRow {
  id: string
  sender_id: string
  text: string
  /** JSON: when, as the sender said it. */
  asked: string
  /** JSON: when, as it is computed from (see `scheduled/when/`). */
  plan: string
  /** Is its moment kept from the sender, too? */
  hides_time: number
  late: Late
  /** Later than this, in milliseconds, it is late. */
  late_after_ms: number
  secrecy: Secrecy
  /** The message that comes back to its reader, where nothing new is sent. */
  returns_id: string | null
  state: ScheduledState
  version: number
  created_at: number
  /** When something last became of it. */
  active_at: number
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

/** One arrival of a scheduled message at one recipient. This row is the truth about it. */
export interface OccurrenceRow {
  /** Becomes the id of the message. */
  id: string
  scheduled_id: string
  /** Whom it was written to: `user:…`, `chat:…` or `phone:…`. */
  recipient: string
  /** The how manieth for this recipient: 1, 2, 3 … */
  n: number
  /** Is it the newest for this recipient? */
  is_last: number
  sender_id: string
  to_user_id: string | null
  to_chat_id: string | null
  to_phone: string | null
  /** The zone by whose clocks it was planned. */
  zone: string | null
  /** The hour that it is meant for. */
  due_at: number
  /** When it is looked at next; null when nothing is to be done about it any more, or not now. */
  next_at: number | null
  state: OccurrenceState
  state_at: number
  reason: string | null
  /** Will it not arrive, though its sender is not to know before its hour? */
  barred: number
  /** How often delivering it has failed. */
  attempts: number
  /** Where it arrived. */
  chat_id: string | null
  message_id: string | null
}

export type EventState = 'planned' | 'cancelled'

/** Something that takes place, once or again and again. On which days it does stands in its dates. */
export interface EventRow {
  id: string
  organizer_id: string
  /** Whose members it is for; null: for everybody, without a login too. */
  chat_id: string | null
  /** The chat of those who come, if one was made. */
  own_chat_id: string | null
  title: string
  description: string
  venue: string
  address: string
  /** The first day, such as 2027-07-14, and the last one, if it is another. */
  date: string
  end_date: string | null
  /** As it was typed: `8pm`, `7:30 - 10pm`, `when it gets dark`. Empty: for the whole day. */
  time: string
  zone: string
  /** Is no hour known? */
  all_day: number
  /** Its first date, in the zone; `ends_at` is null where nobody has said when it ends. */
  starts_at: number
  ends_at: number | null
  /** JSON: by which it recurs, as it is computed from (see `scheduled/when/`). */
  plan: string | null
  /** Its dates are worked out up to here; null when there are no more to come. */
  planned_until: number | null
  /** How many may come; null: as many as like. */
  capacity: number | null
  state: EventState
  /** Which revision calendars know (RFC 5545, 3.8.7.4). */
  sequence: number
  version: number
  created_at: number
  updated_at: number
}

/** One day on which an event takes place. An event that does not recur has one. */
export interface EventDateRow {
  id: string
  event_id: string
  /** The day that its rule gives, by which it is known, even when it was moved. */
  date: string
  starts_at: number
  ends_at: number | null
  /** From then on it is past: its end, or the end of its day where none is known. */
  over_at: number
  /** JSON: what is different from the event on this day. */
  changes: string | null
}

/** Invited and not answered; comes; would come, but it is full; may come; does not come. */
export type GuestAnswer = 'invited' | 'yes' | 'waiting' | 'maybe' | 'no'

export interface EventGuestRow {
  event_id: string
  user_id: string
  answer: GuestAnswer
  /** The order of those who come or wait to, in which places are given; 0 for the others. */
  place: number
  answered_at: number | null
  created_at: number
}

/** Who gets an event by mail, and with it every change. */
export interface EventMailRow {
  event_id: string
  address: string
  /** Whose address it is, where somebody was invited by his account. */
  user_id: string | null
}

export interface EventReminderRow {
  event_id: string
  user_id: string
  minutes_before: number
  /** When he is to be reminded next; null when there is nothing to come. */
  next_at: number | null
  /** The beginning that he was reminded of last, so that it is once. */
  reminded_of: number | null
}

/** The address under which somebody's calendar can be read without a login. */
export interface CalendarFeedRow {
  user_id: string
  digest: string
  created_at: number
}

/** A game of the catalogue, played here or elsewhere. */
export interface GameRow {
  id: string
  /** What its rules are known by where it is played here, such as `tic-tac-toe`; null for a game that runs elsewhere. */
  key: string | null
  title: string
  /** The title folded to lower case: by which games are found, and in which order they are listed. */
  title_key: string
  genre: string
  release_year: number | null
  developer: string
  rating: number | null
  platform: string
  /** IANA name: by whose clocks the weeks and months of its leaderboards begin. */
  zone: string
  version: number
  created_at: number
}

/** By this somebody elsewhere proves that a result comes from a game. The key itself is not here: it follows from the id. */
export interface GameKeyRow {
  id: string
  game_id: string
  name: string
  created_by: string
  created_at: number
  used_at: number | null
  revoked_at: number | null
}

export type RoomState = 'waiting' | 'playing' | 'ended'

/** A place where a game is played, round after round, on a board of its own. */
export interface RoomRow {
  id: string
  game_id: string
  game_key: string
  name: string
  is_public: number
  /** Whoever knows it may come in; null for a public room. */
  code: string | null
  creator_id: string
  state: RoomState
  /** The how manieth game is played here; 0 before the first. */
  round: number
  /** JSON: how it stands, as the rules of the game have it. Null before the first round. */
  board: string | null
  /** How many moves were made here, in all rounds. */
  move_number: number
  clock_ms: number | null
  /** When whoever is to move has lost by the clock; null where no clock runs. */
  due_at: number | null
  /** JSON: how the last round ended. */
  result: string | null
  spectator_count: number
  chat_id: string
  version: number
  created_at: number
  active_at: number
}

export type RoomRole = 'player' | 'spectator' | 'invited'

export interface RoomPersonRow {
  room_id: string
  user_id: string
  role: RoomRole
  /** Where a player sits: 0 begins. Null for all others. */
  place: number | null
  wants_rematch: number
  joined_at: number
}

export interface MoveRow {
  room_id: string
  /** 1, 2, 3 …, on through all rounds of a room. */
  number: number
  round: number
  user_id: string
  /** JSON text: the move as the rules read it. */
  move: string
  /** JSON text: what was answered, and is answered to whoever sends the same again. */
  answer: string
  created_at: number
}

/** A result that has been counted: the same again counts nothing. */
export interface GameResultRow {
  game_id: string
  /** `room:<id>:<round>`, or `key:` and what the game elsewhere calls it. */
  result_id: string
  digest: string
  answer: string
  created_at: number
}

export type Measure = 'total' | 'best' | 'week' | 'month'

/** One leaderboard. Its row is locked while anything on it moves. */
export interface ScoreBoardRow {
  id: string
  game_id: string
  measure: Measure
  /** The first day of the week or month, such as 2026-11-16; empty for boards of all times. */
  period: string
}

/** Where somebody stands on a leaderboard. */
export interface ScoreRow {
  board_id: string
  user_id: string
  points: number
  wins: number
  draws: number
  losses: number
  /** When he reached his points. */
  reached_at: number
  /** Sorts as the board does: many points first, then who reached them first (see `games/ranks.ts`). */
  sort_key: string
}

/** A stretch of a leaderboard: how many scores there are from this key on to the next block's. */
export interface ScoreBlockRow {
  board_id: string
  from_key: string
  many: number
}

/** Names of files that an app keeps elsewhere; known of a message written through it, whether or not it has any. */
export interface PostcardRow {
  /** `message:<id>` or `scheduled:<id>`. */
  holder: string
  photo: string
  video: string
  sound: string
}

/** A place in the log under a time, for clients that keep a time where ours keep a cursor. */
export interface InboxMarkRow {
  user_id: string
  /** Hundredths of a second since 1970. */
  mark: number
  epoch: string
  seq: number
}

/** Something that a website shows, or goes by: a setting, one of its pictures, members, videos or links. */
export interface SiteItemRow {
  id: string
  kind: string
  /** What it is found by; no two of one kind. Null where it has none. */
  name: string | null
  /** JSON. */
  fields: string
  created_at: number
  updated_at: number
}

/** A picture that a website shows, under a name of its own. */
export interface SiteFileRow {
  name: string
  picture_id: string
  /** Who put it there. */
  owner_id: string
  created_at: number
}
