/** Something that was said, and what happened to it. Times are in UTC. */
export interface Said {
  by: string
  at: number
  text: string
  /** How the message that it answers begins. */
  answers?: string
  /** The names of what is sent along with it. */
  along?: string[]
  reactions: { emoji: string; by: string[] }[]
  pinnedBy?: string
  edited?: string
  deleted?: boolean
}

export interface Talk {
  key: string
  /** Empty for a direct chat. */
  title: string
  people: string[]
  said: Said[]
  /** How many of them the viewer has read. */
  read: number
}

const heading = /^= (\S+?)(?: "(.+)")?: (.+)$/
const beginning = /^-(\d+) (\d\d):(\d\d) (\w+): ?(.*)$/

/** Reads a script of conversations, written as its first lines say. `today` is a midnight in UTC. */
export function readTalk(script: string, today: number): Talk[] {
  const talks: Talk[] = []
  for (const line of script.split('\n')) {
    const [, key, title = '', people] = heading.exec(line) ?? []
    if (key) talks.push({ key, title, people: people!.split(' '), said: [], read: Number.POSITIVE_INFINITY })
    else readLine(line, talks.at(-1), today)
  }
  return talks
}

function readLine(line: string, talk: Talk | undefined, today: number): void {
  if (!talk) return
  const [, days, hours, minutes, by, text] = beginning.exec(line) ?? []
  if (by) {
    const at = today + ((Number(hours) - 24 * Number(days)) * 60 + Number(minutes)) * 60_000
    talk.said.push({ by, at, text: text!, reactions: [] })
  } else if (line === '---') talk.read = talk.said.length
  else if (line.startsWith('  ')) addTo(talk.said.at(-1)!, line[2]!, line.slice(4))
}

function addTo(said: Said, sign: string, rest: string): void {
  const [first = '', ...others] = rest.split(' ')
  if (sign === '|') said.text += `\n${rest}`
  else if (sign === '>') said.answers = rest
  else if (sign === '+') said.reactions.push({ emoji: first, by: others })
  else if (sign === '*') said.along = [first, ...others]
  else if (sign === '!') said.pinnedBy = first
  else if (sign === '~') said.edited = rest
  else if (sign === 'x') said.deleted = true
}
