import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

const tables = [
  'calendar_feeds',
  'event_reminders',
  'event_mails',
  'event_guests',
  'event_dates',
  'events',
] as const

export const createEvents = {
  async up(db: Kysely<Schema>) {
    await createEventsAndDates(db)
    await createGuests(db)
    await createReminders(db)
  },

  async down(db: Kysely<Schema>) {
    for (const table of tables) await db.schema.dropTable(table).execute()
  },
}

async function createEventsAndDates(db: Kysely<Schema>) {
  await db.schema
    .createTable('events')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('organizer_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('chat_id', 'varchar(36)')
    .addColumn('own_chat_id', 'varchar(36)')
    .addColumn('title', 'varchar(200)', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('venue', 'varchar(256)', (c) => c.notNull())
    .addColumn('address', 'varchar(500)', (c) => c.notNull())
    .addColumn('date', 'varchar(10)', (c) => c.notNull())
    .addColumn('end_date', 'varchar(10)')
    .addColumn('time', 'varchar(100)', (c) => c.notNull())
    .addColumn('zone', 'varchar(64)', (c) => c.notNull())
    .addColumn('all_day', 'smallint', (c) => c.notNull())
    .addColumn('starts_at', 'bigint', (c) => c.notNull())
    .addColumn('ends_at', 'bigint')
    .addColumn('plan', 'text')
    .addColumn('planned_until', 'bigint')
    .addColumn('capacity', 'integer')
    .addColumn('state', 'varchar(12)', (c) => c.notNull())
    .addColumn('sequence', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute()
  const index = (name: string) => db.schema.createIndex(name).on('events')
  await index('events_organizer').columns(['organizer_id', 'id']).execute()
  await index('events_chat').columns(['chat_id', 'id']).execute()
  await index('events_planned').column('planned_until').execute()

  await db.schema
    .createTable('event_dates')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('event_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('date', 'varchar(10)', (c) => c.notNull())
    .addColumn('starts_at', 'bigint', (c) => c.notNull())
    .addColumn('ends_at', 'bigint')
    .addColumn('over_at', 'bigint', (c) => c.notNull())
    .addColumn('changes', 'text')
    .execute()
  const dates = (name: string) => db.schema.createIndex(name).on('event_dates')
  await dates('event_dates_day').columns(['event_id', 'date']).unique().execute()
  await dates('event_dates_start').columns(['starts_at', 'id']).execute()
}

async function createGuests(db: Kysely<Schema>) {
  await db.schema
    .createTable('event_guests')
    .addColumn('event_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('answer', 'varchar(8)', (c) => c.notNull())
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('answered_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('event_guests_pk', ['event_id', 'user_id'])
    .execute()
  const guests = (name: string) => db.schema.createIndex(name).on('event_guests')
  await guests('event_guests_user').columns(['user_id', 'event_id']).execute()
  await guests('event_guests_place').columns(['event_id', 'answer', 'place']).execute()

  await db.schema
    .createTable('event_mails')
    .addColumn('event_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('address', 'varchar(254)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)')
    .addPrimaryKeyConstraint('event_mails_pk', ['event_id', 'address'])
    .execute()
  await db.schema.createIndex('event_mails_user').on('event_mails').column('user_id').execute()
}

async function createReminders(db: Kysely<Schema>) {
  await db.schema
    .createTable('event_reminders')
    .addColumn('event_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('minutes_before', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint')
    .addColumn('reminded_of', 'bigint')
    .addPrimaryKeyConstraint('event_reminders_pk', ['event_id', 'user_id', 'minutes_before'])
    .execute()
  const reminders = (name: string) => db.schema.createIndex(name).on('event_reminders')
  await reminders('event_reminders_next').columns(['next_at', 'event_id']).execute()
  await reminders('event_reminders_user').column('user_id').execute()

  await db.schema
    .createTable('calendar_feeds')
    .addColumn('user_id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('digest', 'varchar(43)', (c) => c.notNull().unique())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
}
