import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Friends; a catalogue of games, the rooms in which they are played, and what people have won. */
export const createGames = {
  async up(db: Kysely<Schema>) {
    await createFriends(db)
    await createCatalogue(db)
    await createRooms(db)
    await createScores(db)
  },

  async down(db: Kysely<Schema>) {
    const scores = ['score_blocks', 'scores', 'score_boards', 'game_results']
    for (const table of [...scores, 'moves', 'room_people', 'rooms', 'game_keys', 'games', 'friends'])
      await db.schema.dropTable(table).execute()
  },
}

async function createFriends({ schema }: Kysely<Schema>) {
  await schema
    .createTable('friends')
    .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('friend_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('friends_pk', ['user_id', 'friend_id'])
    .execute()
}

async function createCatalogue({ schema }: Kysely<Schema>) {
  await schema
    .createTable('games')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('key', 'varchar(40)', (c) => c.unique())
    .addColumn('title', 'varchar(200)', (c) => c.notNull())
    .addColumn('title_key', 'varchar(400)', (c) => c.notNull())
    .addColumn('genre', 'varchar(100)', (c) => c.notNull())
    .addColumn('release_year', 'integer')
    .addColumn('developer', 'varchar(200)', (c) => c.notNull())
    .addColumn('rating', 'double precision')
    .addColumn('platform', 'varchar(100)', (c) => c.notNull())
    .addColumn('zone', 'varchar(64)', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('games_title').on('games').columns(['title_key', 'id']).execute()

  await schema
    .createTable('game_keys')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('game_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('name', 'varchar(100)', (c) => c.notNull())
    .addColumn('created_by', 'varchar(36)', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute()
}

async function createRooms({ schema }: Kysely<Schema>) {
  await schema
    .createTable('rooms')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('game_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('game_key', 'varchar(40)', (c) => c.notNull())
    .addColumn('name', 'varchar(200)', (c) => c.notNull())
    .addColumn('is_public', 'integer', (c) => c.notNull())
    .addColumn('code', 'varchar(40)', (c) => c.unique())
    .addColumn('creator_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('state', 'varchar(10)', (c) => c.notNull())
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('board', 'text')
    .addColumn('move_number', 'integer', (c) => c.notNull())
    .addColumn('clock_ms', 'bigint')
    .addColumn('due_at', 'bigint')
    .addColumn('result', 'text')
    .addColumn('spectator_count', 'integer', (c) => c.notNull())
    .addColumn('chat_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('active_at', 'bigint', (c) => c.notNull())
    .execute()
  await schema.createIndex('rooms_open').on('rooms').columns(['state', 'is_public', 'id']).execute()
  await schema.createIndex('rooms_due').on('rooms').column('due_at').execute()
  await schema.createIndex('rooms_active').on('rooms').columns(['state', 'active_at']).execute()

  await schema
    .createTable('room_people')
    .addColumn('room_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('role', 'varchar(10)', (c) => c.notNull())
    .addColumn('place', 'integer')
    .addColumn('wants_rematch', 'integer', (c) => c.notNull())
    .addColumn('joined_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('room_people_pk', ['room_id', 'user_id'])
    .execute()
  await schema.createIndex('room_people_user').on('room_people').columns(['user_id', 'room_id']).execute()
  await schema.createIndex('room_people_place').on('room_people').columns(['room_id', 'place']).execute()

  await schema
    .createTable('moves')
    .addColumn('room_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('round', 'integer', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('move', 'text', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('moves_pk', ['room_id', 'number'])
    .execute()
}

async function createScores({ schema }: Kysely<Schema>) {
  await schema
    .createTable('game_results')
    .addColumn('game_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('result_id', 'varchar(120)', (c) => c.notNull())
    .addColumn('digest', 'varchar(64)', (c) => c.notNull())
    .addColumn('answer', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('game_results_pk', ['game_id', 'result_id'])
    .execute()

  await schema
    .createTable('score_boards')
    .addColumn('id', 'varchar(36)', (c) => c.primaryKey())
    .addColumn('game_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('measure', 'varchar(10)', (c) => c.notNull())
    .addColumn('period', 'varchar(10)', (c) => c.notNull())
    .addUniqueConstraint('score_boards_once', ['game_id', 'measure', 'period'])
    .execute()

  await schema
    .createTable('scores')
    .addColumn('board_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('user_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('points', 'bigint', (c) => c.notNull())
    .addColumn('wins', 'integer', (c) => c.notNull())
    .addColumn('draws', 'integer', (c) => c.notNull())
    .addColumn('losses', 'integer', (c) => c.notNull())
    .addColumn('reached_at', 'bigint', (c) => c.notNull())
    .addColumn('sort_key', 'varchar(64)', (c) => c.notNull())
    .addPrimaryKeyConstraint('scores_pk', ['board_id', 'user_id'])
    .execute()
  await schema.createIndex('scores_order').on('scores').columns(['board_id', 'sort_key']).execute()
  await schema.createIndex('scores_user').on('scores').column('user_id').execute()

  await schema
    .createTable('score_blocks')
    .addColumn('board_id', 'varchar(36)', (c) => c.notNull())
    .addColumn('from_key', 'varchar(64)', (c) => c.notNull())
    .addColumn('many', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('score_blocks_pk', ['board_id', 'from_key'])
    .execute()
}
