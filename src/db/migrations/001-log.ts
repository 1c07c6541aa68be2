import type { Kysely } from 'kysely'
import { newSecret } from '../../id.ts'
import type { Schema } from '../schema.ts'

export const createLog = {
  async up(db: Kysely<Schema>) {
    await db.schema
      .createTable('log_head')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('floor', 'bigint', (c) => c.notNull())
      .addColumn('epoch', 'varchar(16)', (c) => c.notNull())
      .execute()
    await db
      .insertInto('log_head')
      .values({ id: 1, seq: 0, floor: 0, epoch: newSecret(6) })
      .execute()

    await db.schema
      .createTable('entries')
      .addColumn('seq', 'bigint', (c) => c.primaryKey())
      .addColumn('stream', 'varchar(64)', (c) => c.notNull())
      .addColumn('kind', 'varchar(40)', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('actor_id', 'varchar(36)')
      .addColumn('about', 'varchar(36)')
      .addColumn('body', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('entries_stream').on('entries').columns(['stream', 'seq']).execute()
    await db.schema.createIndex('entries_about').on('entries').column('about').execute()

    await db.schema
      .createTable('follows')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('stream', 'varchar(64)', (c) => c.notNull())
      .addColumn('from_seq', 'bigint', (c) => c.notNull())
      .addColumn('until_seq', 'bigint')
      .addColumn('moved_seq', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('follows_pk', ['user_id', 'stream', 'from_seq'])
      .execute()
    await db.schema.createIndex('follows_stream').on('follows').columns(['stream', 'until_seq']).execute()
    await db.schema.createIndex('follows_moved').on('follows').column('moved_seq').execute()

    await db.schema
      .createTable('counters')
      .addColumn('name', 'varchar(40)', (c) => c.primaryKey())
      .addColumn('value', 'bigint', (c) => c.notNull())
      .execute()
    for (const name of ['users', 'messages', 'indexed'])
      await db.insertInto('counters').values({ name, value: 0 }).execute()

    await db.schema
      .createTable('idempotency_keys')
      .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
      .addColumn('key', 'varchar(100)', (c) => c.notNull())
      .addColumn('fingerprint', 'varchar(64)', (c) => c.notNull())
      .addColumn('answer', 'text', (c) => c.notNull())
      .addColumn('about', 'varchar(36)')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_pk', ['user_id', 'key'])
      .execute()
    await db.schema.createIndex('idempotency_keys_about').on('idempotency_keys').column('about').execute()
  },

  async down(db: Kysely<Schema>) {
    for (const table of ['idempotency_keys', 'counters', 'follows', 'entries', 'log_head'])
      await db.schema.dropTable(table).execute()
  },
}
