import { Problem } from '../problem.ts'

const MOST_HEAD_BYTES = 16 * 1024

/** The one file of a form (RFC 7578). */
export interface FilePart {
  /** As the sender calls it. */
  name: string
  /** How many bytes of the body stand around it, as far as can be told before all has come. */
  frameBytes: number
  /** Its bytes as they come. Throws when the form breaks off, or something follows that was not asked for. */
  bytes: AsyncIterable<Uint8Array>
}

const malformed = (what: string) => new Problem('invalid', `The form is not well formed: ${what}`)

/**
 * Reads a form up to where its file begins. The file itself is not read before somebody asks for it.
 * @throws Problem invalid, unsupported
 */
export async function openForm(
  contentType: string | null,
  body: AsyncIterable<Uint8Array> | null,
): Promise<FilePart> {
  const boundary = boundaryOf(contentType ?? '')
  if (!body) throw malformed('it is empty')
  const input = openInput(body)
  const opening = Buffer.from(`--${boundary}\r\n`, 'latin1')
  const begin = await input.until(opening)
  if (begin.length > 0 && begin.toString('latin1') !== '\r\n')
    throw malformed('it does not begin with its boundary')
  const head = await input.until(Buffer.from('\r\n\r\n'))
  const closing = Buffer.from(`\r\n--${boundary}`, 'latin1')
  return {
    name: fileNameIn(head.toString('utf8')),
    frameBytes: begin.length + opening.length + head.length + 4 + closing.length + 4,
    bytes: fileBytes(input, closing),
  }
}

/** @throws Problem unsupported, invalid */
function boundaryOf(contentType: string): string {
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType))
    throw new Problem('unsupported', 'Expected a form with a file in it, of type multipart/form-data')
  const parts = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;",]{1,70}))/i.exec(contentType)
  const boundary = parts?.[1] ?? parts?.[2]
  if (!boundary) throw malformed('its content type names no boundary')
  return boundary
}

/** @throws Problem invalid when the part is not the file that is expected */
function fileNameIn(head: string): string {
  const line = head.split('\r\n').find((one) => /^content-disposition\s*:/i.test(one)) ?? ''
  const field = /;\s*name="?([^";]*)"?/i.exec(line)?.[1]
  const name =
    /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1] ?? /;\s*filename=([^\s;"]+)/i.exec(line)?.[1]
  if (field !== 'file' || name === undefined)
    throw new Problem('invalid', 'Expected a form with one file in it, called "file"')
  // Browsers write quotation marks as %22, other programs as \".
  return name.replaceAll(/\\(["\\])/g, '$1').replaceAll('%22', '"')
}

type Input = ReturnType<typeof openInput>

/** What has come and has not been taken yet. */
function openInput(body: AsyncIterable<Uint8Array>) {
  const chunks = body[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  async function more(): Promise<void> {
    const { value, done } = await chunks.next()
    if (done) throw malformed('it breaks off')
    const next = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    held = held.length === 0 ? next : Buffer.concat([held, next])
  }
  function take(many: number): Buffer {
    const taken = held.subarray(0, many)
    held = held.subarray(many)
    return taken
  }
  return {
    more,
    take,
    get held() {
      return held
    },
    /** Takes all up to some words, and these too. */
    async until(words: Buffer): Promise<Buffer> {
      for (;;) {
        const at = held.indexOf(words)
        if (at > MOST_HEAD_BYTES || (at === -1 && held.length > MOST_HEAD_BYTES))
          throw malformed('what stands before the file is too long')
        if (at === -1) {
          await more()
          continue
        }
        const before = take(at)
        take(words.length)
        return before
      }
    },
    /** Nothing more will be asked for. */
    stop: () => chunks.return?.(),
  }
}

async function* fileBytes(input: Input, closing: Buffer): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const at = input.held.indexOf(closing)
      if (at >= 0) {
        if (at > 0) yield input.take(at)
        break
      }
      // The end may have come in part.
      const sure = input.held.length - closing.length
      if (sure > 0) yield input.take(sure)
      await input.more()
    }
    input.take(closing.length)
    while (input.held.length < 2) await input.more()
    if (input.held.toString('latin1', 0, 2) !== '--')
      throw malformed('it must hold one file, and nothing besides')
  } finally {
    await input.stop()
  }
}
