/** What the server tells of, as its OpenAPI document has it. */
import type {
  Chat,
  Media,
  MessageView,
  Occurrence,
  Scheduled as ScheduledThere,
  When,
} from '../../../sdk/src/api.gen.ts'

export type {
  Announcement,
  Chat,
  Invite,
  Me,
  Media,
  Member,
  MessageView as Message,
  Occurrence,
  Session,
  User,
  When,
} from '../../../sdk/src/api.gen.ts'

export type Role = Chat['role']

/** A chat as all its members see it alike. */
export type Group = Pick<
  Chat,
  'id' | 'kind' | 'title' | 'host' | 'picture' | 'shares_history' | 'member_count' | 'created_at' | 'version'
>

export type LastMessage = NonNullable<Chat['last_message']>
export type MediaKind = Media['kind']
export type Reaction = MessageView['reactions'][number]

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface MessagePage {
  items: MessageView[]
  previous: number | null
  next: number | null
}

export type Unit = NonNullable<When['in']>['unit']

/** One of the three. */
export type To = Occurrence['to']
export type OccurrenceState = Occurrence['state']

/** Something that I have written to the future. */
export type Scheduled = Omit<ScheduledThere, 'when'> & { when: When }
export type Late = Scheduled['late']
export type Secrecy = Scheduled['secrecy']
