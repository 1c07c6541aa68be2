/** A mail taken apart (RFC 5322, RFC 2045 to 2047), as far as ours use it. */
export interface ReadMail {
  raw: string
  headers: Map<string, string>
  subject: string
  text: string
  html: string
}

export function readMail(raw: string): ReadMail {
  const { headers, body } = split(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary === undefined ? [raw] : body.split(`--${boundary}`).slice(1, -1)
  const of = (type: string) =>
    parts
      .map((part) => split(part.replace(/^\r\n/, '').replace(/\r\n$/, '')))
      .find((part) => typeOf(part.headers) === type)
  const [text, html] = [of('text/plain'), of('text/html')]
  return {
    raw,
    headers,
    subject: decodeWords(headers.get('subject') ?? ''),
    text: text ? decode(text) : '',
    html: html ? decode(html) : '',
  }
}

const typeOf = (headers: Map<string, string>) => headers.get('content-type')?.split(';')[0]

function split(raw: string) {
  const end = raw.indexOf('\r\n\r\n')
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return { headers: new Map(headers), body: raw.slice(end + 4) }
}

function decode({ headers, body }: { headers: Map<string, string>; body: string }): string {
  const how = headers.get('content-transfer-encoding')
  const plain =
    how === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : how === 'quoted-printable'
        ? decodeQuoted(body.replaceAll(/=\r\n/g, ''))
        : body
  return plain.replaceAll('\r\n', '\n')
}

function decodeQuoted(text: string): string {
  return text.replaceAll(/((?:=[0-9A-F]{2})+)/g, (run) =>
    Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
  )
}

function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, how: string, word: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    )
}
