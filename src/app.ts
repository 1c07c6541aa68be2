import { leaveAllChats } from './chats/leave-all.ts'
import { chatRoutes } from './chats/routes.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { forgetContacts, noteNumber } from './contacts/numbers.ts'
import { contactRoutes } from './contacts/routes.ts'
import { type Ending, openCommit } from './db/commit.ts'
import { upgrade } from './db/migrate.ts'
import { openDb } from './db/open.ts'
import { envelopes, longestPayload, openDialects } from './dialects/dialects.ts'
import { openMainNamespace } from './dialects/main-namespace.ts'
import { openPeople } from './dialects/people.ts'
import { eventConsequences, forgetEvents } from './events/cascade.ts'
import { startReminders } from './events/remind.ts'
import { eventRoutes } from './events/routes.ts'
import { forgetGames } from './games/farewell.ts'
import { gameRoutes } from './games/routes.ts'
import { gameVerbs } from './games/socket-verbs.ts'
import { stockCatalogue } from './games/stock-catalogue.ts'
import { startClocks } from './games/time-out.ts'
import { openApi } from './http/api.ts'
import type { Endpoint } from './http/endpoint.ts'
import type { House } from './http/house.ts'
import { openLimits } from './http/limits.ts'
import { listen } from './http/listen.ts'
import { openMetrics } from './http/metrics.ts'
import { openPages } from './http/pages.ts'
import { openBell } from './log/bell.ts'
import { forgetMarks } from './log/marks.ts'
import { type Numbered, number } from './log/number.ts'
import { recognizeRestore, rememberHead } from './log/restored.ts'
import { openSignals } from './log/signals.ts'
import { openTail } from './log/tail.ts'
import { createLogger } from './logger.ts'
import { forgetMedia } from './media/remove.ts'
import { mediaRoutes } from './media/routes.ts'
import { openStorage, type Storage } from './media/storage/storage.ts'
import { messageRoutes } from './messages/routes.ts'
import { messageVerbs } from './messages/socket-verbs.ts'
import { openTelling } from './messages/telling.ts'
import { openOutbox, type Senders } from './outbox/deliver.ts'
import { dropOutbox } from './outbox/forget.ts'
import { leaveAllProjects } from './projects/leave-all.ts'
import { projectRoutes } from './projects/routes.ts'
import { startSchedule } from './schedule.ts'
import { startAlarm } from './scheduled/alarm.ts'
import { forgetFuture } from './scheduled/cascade.ts'
import { claimNumber } from './scheduled/claim-number.ts'
import { futureConsequences } from './scheduled/consequences.ts'
import { type Future, openFuture } from './scheduled/future.ts'
import { scheduledRoutes } from './scheduled/routes.ts'
import { openSecrets } from './secrets.ts'
import { forgetFiles } from './site/files.ts'
import { openHub } from './transports/hub.ts'
import { openPresence } from './transports/presence.ts'
import { dropAllDevices } from './transports/push/devices.ts'
import { openPush, type PushPlaces } from './transports/push/push.ts'
import { transportRoutes } from './transports/routes.ts'
import { openSenders } from './transports/senders.ts'
import { openSockets } from './transports/socketio.ts'
import type { Verbs } from './transports/verbs.ts'
import { adminRoutes } from './users/admin-routes.ts'
import { openAuthenticate } from './users/authenticate.ts'
import { phoneRoutes } from './users/phone-routes.ts'
import type { Farewell } from './users/remove.ts'
import { userRoutes } from './users/routes.ts'
import { sessionRoutes } from './users/session-routes.ts'
import { openTokens, type Tokens } from './users/tokens.ts'
import type { PhoneClaim } from './users/verify-phone.ts'

/** The edges of the world, for tests to replace. */
export interface Overrides {
  clock?: Clock
  beforeCommit?: () => void
  /** How long whoever is gone still counts as here. */
  graceMs?: number
  /** False: nothing happens by itself. */
  schedule?: boolean
  /** Ways out of the house that take the place of the real ones. */
  senders?: Senders
  /** Where push services are, instead of their real places. */
  pushPlaces?: PushPlaces
}

/** What each feature does when an account is deleted, in order. */
const farewells = ({ config }: House): Farewell[] => [
  forgetFuture,
  leaveAllProjects,
  forgetEvents(config),
  forgetGames,
  forgetFiles,
  leaveAllChats,
  forgetMedia,
  forgetContacts,
  dropAllDevices,
  dropOutbox,
  forgetMarks,
]

/** What may be asked over a socket, besides `auth` and `watch`. */
const socketVerbs: Verbs = { ...messageVerbs, ...gameVerbs }

/** What each feature does when a number is verified, in order. */
const phoneClaims = ({ secrets }: House): PhoneClaim[] => [noteNumber(secrets), claimNumber]

function allEndpoints(house: House, tokens: Tokens, storage: Storage, future: Future): Endpoint[] {
  return [
    ...userRoutes(tokens, farewells(house)),
    ...sessionRoutes(tokens),
    ...phoneRoutes(phoneClaims(house)),
    ...contactRoutes,
    ...mediaRoutes(house, storage),
    ...chatRoutes,
    ...messageRoutes,
    ...scheduledRoutes(future),
    ...projectRoutes,
    ...eventRoutes,
    ...gameRoutes,
    ...adminRoutes,
  ]
}

/** Opens the database and everything that stands on it, without a server: what the command line needs too. */
export async function openHouse(config: Config, { clock = systemClock, beforeCommit }: Overrides = {}) {
  const logger = createLogger(config.logLevel)
  const secrets = openSecrets(config.dataDir)
  const metrics = openMetrics()
  const db = openDb(config.databaseUrl)
  const applied = await upgrade(db)
  if (applied.length > 0) logger.info({ applied }, 'database upgraded')
  await stockCatalogue(db, clock.now())
  await recognizeRestore(db, config.dataDir, logger)
  const bell = await openBell(db, config.redisUrl, logger)
  const tail = await openTail(db, bell, logger)
  const headFile = rememberHead(db, config.dataDir, tail, logger)
  const followEvents = eventConsequences(config)
  const ending: Ending<Numbered> = {
    number,
    async consequences(tx) {
      await futureConsequences(tx)
      await followEvents(tx)
    },
    publish: tail.handOver,
    beforeCommit,
    failed: (error) => logger.error({ err: error }, 'entries could not be handed over'),
    observe(commands, took) {
      metrics.commands.observe(commands)
      metrics.commitSeconds.observe(took / 1000)
    },
  }
  const commit = openCommit(db, clock, ending)
  const signals = openSignals(bell)
  tail.listen({
    entry({ seq }) {
      metrics.entries.inc()
      metrics.logHead.set(seq)
    },
  })
  const house: House = { config, secrets, clock, logger, db, commit, tail, signals, metrics }
  return {
    house,
    async close() {
      await commit.idle()
      await tail.close()
      headFile.close()
      await bell.close()
      await db.close()
    },
  }
}

/** The whole program, serving. `close` says goodbye to everybody first. */
export async function openApp(config: Config, overrides: Overrides = {}) {
  const { house, close: closeHouse } = await openHouse(config, overrides)
  const tokens = openTokens(house.secrets.tokenKey, house.clock)
  const authenticate = openAuthenticate(house, tokens)
  const storage = openStorage(config)
  const limits = openLimits(config)
  const hub = openHub(house)
  const presence = openPresence(house, hub, overrides.graceMs)
  const maxGranted = longestPayload(config.dialects)
  const sockets = openSockets(house, hub, presence, authenticate, limits, socketVerbs, maxGranted)
  const telling = openTelling(house)
  const push = openPush(house, hub, telling, envelopes, overrides.pushPlaces)
  const future = openFuture(config)
  const endings: (() => void)[] = []
  const dialects = openDialects(config.dialects, {
    house,
    authenticate,
    tokens,
    presence,
    future,
    phoneClaims: phoneClaims(house),
    pushWays: push.ways,
    hub,
    io: sockets.io,
    limits,
    storage,
    farewells: farewells(house),
    people: openPeople(house),
    atEnd: (what) => endings.push(what),
  })
  openMainNamespace(house, sockets.io, hub, authenticate, limits, dialects.voices)
  const endpoints = dialects.among([
    ...allEndpoints(house, tokens, storage, future),
    ...transportRoutes(hub, presence, authenticate),
    ...push.endpoints,
  ])
  const api = openApi(house, endpoints, authenticate, limits)
  openPages(api, house, endpoints)
  const senders: Senders = { ...openSenders(house), push: push.send, ...overrides.senders }
  const outbox = openOutbox(house, senders, telling.isNeedless)
  const stopSchedule = overrides.schedule === false ? () => {} : startSchedule(house, storage)
  const sleepers =
    overrides.schedule === false ? [] : [startAlarm(house), startReminders(house), startClocks(house)]
  if (overrides.schedule !== false) {
    push.start()
    outbox.start()
  }
  const server = listen(house, api, sockets)
  return {
    house,
    hub,
    push,
    outbox,
    endpoints,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.port}`,
    async close() {
      stopSchedule()
      for (const stop of sleepers) await stop()
      // From here on nobody comes in any more; who is here stays until he is told to go.
      const stopped = server.stop()
      await hub.drain(config.drainMs)
      await presence.close()
      for (const end of endings) end()
      sockets.close()
      await stopped
      await outbox.close()
      await push.close()
      await closeHouse()
    },
  }
}
