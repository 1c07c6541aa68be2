import { appendFileSync } from 'node:fs'
import type { DialectName } from '../config.ts'
import type { Tx } from '../db/commit.ts'
import type { House } from '../http/house.ts'
import { fromChatapp } from './import/chatapp.ts'
import { takeChats, takeProjects } from './import/chats.ts'
import { type Dump, type Found, openDump, type Translate } from './import/dump.ts'
import { fromEclectic } from './import/eclectic.ts'
import { idsFrom } from './import/ids.ts'
import { type Item, type ItemOf, type Key, steps } from './import/item.ts'
import { takeMessages } from './import/messages.ts'
import { takeEvents, takeLater, takeSite } from './import/others.ts'
import { takeFriends, takePhones, takeUsers } from './import/people.ts'
import { fromPictever } from './import/pictever.ts'
import { placeName, raiseNumbers, readPlace, writePlace } from './import/place.ts'
import { fromPlayhub } from './import/playhub.ts'
import type { Outcome, Taking, Told } from './import/taking.ts'
import { fromTxchat } from './import/txchat.ts'
import type { Terminal } from './terminal.ts'

const PER_TRANSACTION = 1000

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

function translateFor(dialect: DialectName, now: number): Translate {
  if (dialect === 'pictever') return (table, row) => fromPictever(table, row, now)
  return { txchat: fromTxchat, eclectic: fromEclectic, playhub: fromPlayhub, chatapp: fromChatapp }[dialect]
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
  const report = openReport(path)
  progress(`looking through ${path}`)
  const translate = translateFor(dialect, house.clock.now())
  const dump = await openDump(path, translate, async (line, reason) =>
    report.note({ line, skipped: true, reason }),
  )
  try {
    const place = placeName(dialect, dump.digest)
    const begin = Math.min(await readPlace(house.db.reader, place), dump.found.length)
    if (begin > 0) say(`${begin} of ${dump.found.length} have been taken over before: going on`)
    await house.commit(async (tx) => {
      for (const of of ['users', 'messages'] as const) await raiseNumbers(tx, of, dump.highest[of])
    })
    const taking = { idOf: idsFrom(dialect), config: house.config, directs: await directsIn(dump) }
    const counts = new Map<string, number>()
    for (const some of slices(dump.found, begin)) {
      const outcome = await takeSome(house, dump, taking, some, place)
      const { is } = { is: steps[some.found[0]!.step]! }
      counts.set(nouns[is], (counts.get(nouns[is]) ?? 0) + outcome.taken)
      report.known += outcome.known
      for (const note of outcome.notes) report.note(note)
      progress(`${some.end} of ${dump.found.length}: ${nouns[is]}`)
    }
    progress('')
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const took = [...counts].map(([noun, many]) => `${many} ${noun}`).join(', ') || 'nothing'
    say(`took over ${took} in ${seconds} s`)
    report.say(say)
    await warnOfNoAdmin(house, say)
  } finally {
    await dump.close()
  }
}

interface Some {
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
    yield { found: found.slice(from, end), end }
    from = end
  }
}

async function takeSome(
  { commit }: House,
  dump: Dump,
  taking: Taking,
  { found, end }: Some,
  place: string,
): Promise<Outcome> {
  const told: Told[] = []
  for (const one of found) told.push({ item: await dump.read(one), line: one.line })
  const take = takes[told[0]!.item.is] as unknown as Take
  return commit(async (tx) => {
    const outcome = await take(tx, taking, told)
    await writePlace(tx, place, end)
    return outcome
  })
}

/** Chats of two have to be known by their keys before their messages come, also when it is gone on from there. */
async function directsIn(dump: Dump): Promise<Map<Key, readonly Key[]>> {
  const directs = new Map<Key, readonly Key[]>()
  for (const one of dump.found.filter(({ step }) => steps[step] === 'chat')) {
    const item = (await dump.read(one)) as ItemOf<'chat'>
    if (item.isDirect) directs.set(item.key, item.users)
  }
  return directs
}

/** Says why something was not taken over as it was: each line in a file, and how often what came. */
function openReport(path: string) {
  const file = `${path}.skipped`
  const reasons = new Map<string, number>()
  return {
    known: 0,
    note(note: Outcome['notes'][number]) {
      appendFileSync(file, `${JSON.stringify(note)}\n`)
      const general = note.reason.replaceAll(/ is \S.* now$| number \d+/g, (part) =>
        part.replace(/(is|number).*/, '$1 …'),
      )
      const reason = `${note.skipped ? 'skipped' : 'changed'}: ${general}`
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    },
    say(say: Terminal['say']) {
      if (this.known > 0) say(`${this.known} were here already`)
      for (const [reason, many] of [...reasons].sort((a, b) => b[1] - a[1])) say(`${many} ${reason}`)
      if (reasons.size > 0) say(`line by line in ${file}`)
    },
  }
}

async function warnOfNoAdmin({ db }: House, say: Terminal['say']): Promise<void> {
  const query = db.reader
    .selectFrom('users')
    .select('id')
    .where('is_admin', '=', 1)
    .where('state', '=', 'active')
  if (!(await query.limit(1).executeTakeFirst()))
    say('nobody is an admin here; "parley user create --admin <username>" makes one')
}
