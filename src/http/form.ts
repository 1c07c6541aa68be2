import { isUtf8 } from 'node:buffer'
import { Problem } from '../problem.ts'
import { readBytes, readJson, readText } from './body.ts'

const MOST_FIELDS = 1000

/**
 * Reads a body as the clients of dialects send it: JSON, or a form of either kind (`application/x-www-form-urlencoded`,
 * `multipart/form-data`), whose fields are text; of several with one name the first counts. No body at all has no fields.
 * Text is UTF-8, but for a form of the first kind that says it is Latin-1, as HTTP libraries of old telephones do.
 * @throws Problem invalid, unsupported, too_large
 */
export async function readFields(request: Request, most: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    const decode = decoderFor(type)
    return toFields(urlencoded(readText(await readBytes(request, most)), decode))
  }
  if (/^multipart\/form-data\s*(;|$)/i.test(type)) return toFields(await multipart(request, type, most))
  return (await readJson(request, most)) ?? {}
}

type Field = [name: string, value: string]

function toFields(fields: Field[]): Record<string, string> {
  if (fields.length > MOST_FIELDS)
    throw new Problem('invalid', `A form must not have more than ${MOST_FIELDS} fields`)
  return Object.fromEntries(fields.toReversed())
}

/** Undoes percent-encoding. @throws URIError */
type Decode = (part: string) => string

function decoderFor(type: string): Decode {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(type)?.[1]
  if (charset === undefined || /^utf-?8$/i.test(charset)) return decodeURIComponent
  if (/^(iso-8859-1|latin-?1|us-ascii|windows-1252)$/i.test(charset)) return decodeLatin
  throw new Problem('unsupported', `Expected a form in UTF-8, not in ${charset.slice(0, 40)}`)
}

const latin = new TextDecoder('windows-1252')

function decodeLatin(part: string): string {
  return part.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escaped) =>
    latin.decode(Buffer.from(escaped.replaceAll('%', ''), 'hex')),
  )
}

/** `URLSearchParams` would put a sign of its own in the place of what is no UTF-8. */
function urlencoded(text: string, decode: Decode): Field[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.includes('=') ? pair.indexOf('=') : pair.length
      return [unescaped(pair.slice(0, at), decode), unescaped(pair.slice(at + 1), decode)]
    })
}

function unescaped(part: string, decode: Decode): string {
  try {
    return decode(part.replaceAll('+', ' '))
  } catch {
    throw new Problem('invalid', 'The form is not well formed: what is escaped in it is not UTF-8')
  }
}

/** Files in it are passed over: whoever expects one reads it as it comes. */
async function multipart(request: Request, type: string, most: number): Promise<Field[]> {
  const bytes = await readBytes(request, most)
  if (bytes.length === 0) return []
  const form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'Content-Type': type } })
    .formData()
    .catch(() => undefined)
  if (!form) throw new Problem('invalid', 'The form is not well formed')
  const fields = [...form.entries()].filter((field): field is Field => typeof field[1] === 'string')
  // A file may be of any bytes; in text, bytes that are no UTF-8 have become this sign.
  if (!isUtf8(bytes) && fields.some((field) => field.join().includes('\uFFFD')))
    throw new Problem('invalid', 'The form is not valid UTF-8')
  return fields
}
