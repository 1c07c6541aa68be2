import { appendFileSync, rmSync } from 'node:fs'
import type { DialectName } from '../config.ts'
import { keepNumber } from '../contacts/numbers.ts'
import type { Tx } from '../db/commit.ts'
import { idsFrom } from '../dialects/old-ids.ts'
import type { House } from '../http/house.ts'
import { claimNumber } from '../scheduled/claim-number.ts'
import { fromChatapp } from './import/chatapp.ts'
import { takeChats, takeProjects } from './import/chats.ts'
import { type Dump, type Found, openDump, type Translate } from './import/dump.ts'
import { fromEclectic } from './import/eclectic.ts'
import { type Item, type ItemOf, type Key, steps } from './import/item.ts'
import { takeMessages } from './import/messages.ts'
import { takeFriends, takePhones } from './import/numbers-and-friends.ts'
import { takeEvents, takeLater, takeSite } from './import/others.ts'
import { takeUsers } from './import/people.ts'
import { fromPictever } from './import/pictever.ts'
import { placeName, raiseNumbers, readPlace, writePlace } from './import/place.ts'
import { fromPlayhub } from './import/playhub.ts'
import type { Outcome, Taking, Told } from './import/taking.ts'
import { fromTxchat } from './import/txchat.ts'
import type { Terminal } from './terminal.ts'

const PER_TRANSACTION = 1000

type Note = Outcome['notes'][number]
type Take = (tx: Tx, taking: Taking, told: Told[]) => Promise<Outcome>

const takes: { [Is in Item['is']]: (tx: Tx, taking: Taking, told: Told<ItemOf<Is>>[]) => Promise<Outcome> } =
  {
    user: takeUsers,
    phone: takePhones,
    friends: takeFriends,
    chat: takeChats,
    project: takeProjects,
    message: takeMessages,
    later: takeLater,
    event: takeEvents,
    site: takeSite,
  }

const nouns: Record<Item['is'], string> = {
  user: 'users',
  phone: 'telephone numbers',
  friends: 'friendships',
  chat: 'chats',
  project: 'projects',
  message: 'messages',
  later: 'messages to the future',
  event: 'events',
  site: 'things of the site',
}

const translations: Record<DialectName, Translate> = {
  txchat: fromTxchat,
  pictever: fromPictever,
  eclectic: fromEclectic,
  playhub: fromPlayhub,
  chatapp: fromChatapp,
}

/**
 * Takes over what another backend has of people and what they have said. Killed in the middle and begun again it goes on;
 * done twice it changes nothing. What is skipped, or not as it was, is written into a file beside the dump.
 */
export async function importDump(
  house: House,
  dialect: DialectName,
  path: string,
  { say, progress = () => {} }: Terminal,
): Promise<void> {
  const started = performance.now()
  progress(`looking through ${path}`)
  const unread: Note[] = []
  const dump = await openDump(path, translations[dialect], (line, reason) =>
    unread.push({ line, skipped: true, reason }),
  )
  try {
    const place = placeName(dialect, dump.digest)
    const begin = Math.min(await readPlace(house.db.reader, place), dump.found.length)
    if (begin > 0) say(`${begin} of ${dump.found.length} have been taken over before`)
    const report = openReport(path, begin > 0)
    if (begin === 0) for (const note of unread) report.note(note)
    await house.commit(async (tx) => {
      for (const of of ['users', 'messages'] as const) await raiseNumbers(tx, of, dump.highest[of])
    })
    const taking = {
      idOf: idsFrom(dialect),
      config: house.config,
      phoneClaims: [keepNumber(house.secrets), claimNumber],
      ...(await chatsIn(dump)),
    }
    for (const some of slices(dump.found, begin)) {
      report.add(some.is, await takeSome(house, dump, taking, some, place))
      progress(`${some.end} of ${dump.found.length}: ${nouns[some.is]}`)
    }
    progress('')
    report.say(say, (performance.now() - started) / 1000)
    await warnOfNoAdmin(house, say)
  } finally {
    await dump.close()
  }
}

interface Some {
  is: Item['is']
  found: Found[]
  /** How many of all have been taken over after these. */
  end: number
}

/** Stretches of one kind. */
function* slices(found: Found[], begin: number): Generator<Some> {
  for (let from = begin; from < found.length; ) {
    const { step } = found[from]!
    let end = from
    while (end < found.length && end - from < PER_TRANSACTION && found[end]!.step === step) end++
    yield { is: steps[step]!, found: found.slice(from, end), end }
    from = end
  }
}

async function takeSome(
  { commit }: House,
  dump: Dump,
  taking: Taking,
  { is, found, end }: Some,
  place: string,
): Promise<Outcome> {
  const told: Told[] = []
  for (const one of found) told.push({ item: await dump.read(one), line: one.line })
  const take = takes[is] as unknown as Take
  return commit(async (tx) => {
    const outcome = await take(tx, taking, told)
    await writePlace(tx, place, end)
    return outcome
  })
}

/** Chats have to be known by their keys before their messages come, also when it is gone on from there. */
async function chatsIn(dump: Dump): Promise<Pick<Taking, 'directs' | 'chatOf' | 'begun'>> {
  const directs = new Map<Key, readonly Key[]>()
  const chatOf = new Map<Key, Key>()
  const begun = new Map<Key, number>()
  for (const one of dump.found.filter(({ step }) => steps[step] === 'chat')) {
    const item = (await dump.read(one)) as ItemOf<'chat'>
    if (item.isDirect) directs.set(item.key, item.users)
    if (item.at !== undefined) begun.set(item.key, item.at)
    for (const message of item.messages ?? []) chatOf.set(message, item.key)
  }
  return { directs, chatOf, begun }
}

/** Says what has become of it; what was not taken over as it was stands line by line in a file. */
function openReport(path: string, goesOn: boolean) {
  const file = `${path}.skipped`
  if (!goesOn) rmSync(file, { force: true })
  const taken = new Map<Item['is'], number>()
  const reasons = new Map<string, number>()
  let known = 0
  function note(note: Note) {
    appendFileSync(file, `${JSON.stringify(note)}\n`)
    const reason = `${note.skipped ? 'skipped' : 'changed'}: ${alike(note.reason)}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return {
    note,
    add(is: Item['is'], outcome: Outcome) {
      taken.set(is, (taken.get(is) ?? 0) + outcome.taken)
      known += outcome.known
      for (const one of outcome.notes) note(one)
    },
    say(say: Terminal['say'], seconds: number) {
      const list = [...taken].map(([is, many]) => `${many} ${nouns[is]}`).join(', ')
      say(`took over ${list || 'nothing'} in ${seconds.toFixed(1)} s`)
      if (known > 0) say(`${known} were here already`)
      for (const [reason, many] of [...reasons].sort((a, b) => b[1] - a[1])) say(`${many} ${reason}`)
      if (reasons.size > 0) say(`line by line in ${file}`)
    },
  }
}

/** Without what is different in each. */
const alike = (reason: string) =>
  reason.replace(/ is \S.* now$/, ' is another now').replace(/ number \d+/, ' number')

async function warnOfNoAdmin({ db }: House, say: Terminal['say']): Promise<void> {
  const query = db.reader
    .selectFrom('users')
    .select('id')
    .where('is_admin', '=', 1)
    .where('state', '=', 'active')
  if (!(await query.limit(1).executeTakeFirst()))
    say('nobody is an admin here; "parley user create --admin <username>" makes one')
}
