/** What iCalendar (RFC 5545) is written in: content lines, folded and escaped. */

const MOST_OCTETS = 75

/** A property of text, escaped (3.3.11). Control characters that no calendar reads are left out. */
export function textLine(name: string, value: string): string {
  return `${name}:${escapeText(value)}`
}

export function escapeText(value: string): string {
  return value
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** A value of a parameter, in quotes (3.2), in which there may be neither quotes nor control characters. */
export function quoted(value: string): string {
  return `"${value.replaceAll(/\p{Cc}+/gu, ' ').replaceAll('"', "'")}"`
}

/** Folds lines so that none has more than 75 octets, without cutting a character in two (3.1), and joins them. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

function fold(line: string): string {
  if (line.length <= MOST_OCTETS && Buffer.byteLength(line) <= MOST_OCTETS) return line
  const folded: string[] = []
  let now = ''
  let octets = 0
  for (const character of line) {
    const more = Buffer.byteLength(character)
    if (octets + more > MOST_OCTETS) {
      folded.push(now)
      now = ' '
      octets = 1
    }
    now += character
    octets += more
  }
  return [...folded, now].join('\r\n')
}

/** 20270714T070000Z */
export function utcStamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')
}

/** 2027-07-14T09:00:00 as 20270714T090000, and 2027-07-14 as 20270714. */
export function basic(local: string): string {
  return local.replaceAll(/[-:]|\.\d+/g, '')
}
