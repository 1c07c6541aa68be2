import { Problem } from '../problem.ts'
import { readBytes, readJson, readText } from './body.ts'

const MOST_FIELDS = 1000

/**
 * Reads a body as the clients of dialects send it: JSON, or a form of either kind (`application/x-www-form-urlencoded`,
 * `multipart/form-data`), whose fields are text; of several with one name the first counts. No body at all has no fields.
 * @throws Problem invalid, unsupported, too_large
 */
export async function readFields(request: Request, most: number): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    requireUtf8(type)
    return toFields(urlencoded(readText(await readBytes(request, most))))
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

function requireUtf8(type: string): void {
  const charset = /;\s*charset="?([^\s";]+)/i.exec(type)?.[1]
  if (charset !== undefined && !/^utf-?8$/i.test(charset))
    throw new Problem('unsupported', `Expected a form in UTF-8, not in ${charset.slice(0, 40)}`)
}

/** `URLSearchParams` would put a sign of its own in the place of what is no UTF-8. */
function urlencoded(text: string): Field[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.includes('=') ? pair.indexOf('=') : pair.length
      return [unescaped(pair.slice(0, at)), unescaped(pair.slice(at + 1))]
    })
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '))
  } catch {
    throw new Problem('invalid', 'The form is not well formed: what is escaped in it is not UTF-8')
  }
}

/** Files in it are passed over: whoever expects one reads it as it comes. */
async function multipart(request: Request, type: string, most: number): Promise<Field[]> {
  const bytes = await readBytes(request, most)
  if (bytes.length === 0) return []
  readText(bytes)
  const form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'Content-Type': type } })
    .formData()
    .catch(() => undefined)
  if (!form) throw new Problem('invalid', 'The form is not well formed')
  return [...form.entries()].filter((field): field is Field => typeof field[1] === 'string')
}
