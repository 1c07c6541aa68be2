import { expect, test } from 'bun:test'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import type { Answered, Sending } from './tus.ts'
import { upload } from './tus.ts'

const MB = 1024 * 1024
const file = new Blob([new Uint8Array(20 * MB).map((_, i) => (i >> 16) + i)])

const answer = (status: number, headers: Record<string, string> = {}, body: unknown = ''): Answered => ({
  status,
  header: (name) => headers[name] ?? null,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})

/** A server that speaks tus, with a line that fails as it is told: each trouble is taken by the next request. */
function badLine(
  troubles: Record<number, (ask: () => Promise<Answered>, sending: Sending) => Promise<Answered> | Answered>,
) {
  const asked: string[] = []
  let got = new Uint8Array()
  let places = 0
  async function serve({ method, path, headers, body, onSent }: Sending): Promise<Answered> {
    if (method === 'POST') {
      got = new Uint8Array()
      return answer(201, { location: `/api/v1/media/uploads/${++places}` })
    }
    if (!path.endsWith(`/${places}`)) return answer(404, {}, { code: 'not_found', detail: 'No such upload' })
    if (method === 'HEAD') return answer(200, { 'upload-offset': String(got.length) })
    if (method === 'GET') return answer(200, {}, { media: got.length === file.size ? { id: path } : null })
    if (Number(headers['Upload-Offset']) !== got.length)
      return answer(409, {}, { code: 'conflict', detail: '' })
    const more = new Uint8Array(await body!.arrayBuffer())
    const all = new Uint8Array(got.length + more.length)
    all.set(got)
    all.set(more, got.length)
    got = all
    onSent?.(more.length)
    return answer(204, { 'upload-offset': String(got.length) })
  }
  return {
    asked,
    get got() {
      return got
    },
    /** So much of it arrives, and then the line is dead. */
    cut: (bytes: number) => async (_: unknown, sending: Sending) => {
      await serve({ ...sending, body: sending.body!.slice(0, bytes) })
      throw new Error('cut')
    },
    ask: (sending: Sending) => {
      asked.push(sending.method)
      const trouble = troubles[asked.length]
      return Promise.resolve(trouble ? trouble(() => serve(sending), sending) : serve(sending))
    },
  }
}

async function send(line: ReturnType<typeof badLine>, signal = new AbortController().signal) {
  const pauses: number[] = []
  const seen: number[] = []
  const pause = async (failures: number) => void pauses.push(failures)
  const media = await upload(line.ask, {
    file,
    name: 'été.jpg',
    signal,
    onSent: (at) => seen.push(at),
    pause,
  })
  return { media, pauses, seen, bytes: Buffer.from(line.got).equals(Buffer.from(await file.arrayBuffer())) }
}

test('a file goes in pieces, and its progress only rises', async () => {
  const line = badLine({})
  const { seen, bytes } = await send(line)
  expect(line.asked).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH', 'GET'])
  expect(bytes).toBe(true)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(file.size)
})

test('cut in the middle of a piece, it goes on where the server says that it ends', async () => {
  const line = badLine({
    3: (_, sending) => line.cut(3 * MB)(_, sending),
    4: () => Promise.reject(new Error('still dead')),
  })
  const { pauses, bytes } = await send(line)
  expect(line.asked).toEqual(['POST', 'PATCH', 'PATCH', 'HEAD', 'HEAD', 'PATCH', 'PATCH', 'GET'])
  expect([pauses, bytes]).toEqual([[0, 1], true])
})

test('a lost answer, a busy server and somebody else on the way make no difference', async () => {
  const line = badLine({
    2: async (ask) => {
      await ask()
      throw new Error('lost')
    },
    4: () => answer(503, {}, '<h1>Bad gateway</h1>'),
    6: () => answer(429, {}, { code: 'too_many', detail: '' }),
    8: () => answer(200, {}, 'Welcome to our hotel'),
    10: () => answer(409, {}, { code: 'conflict', detail: '' }),
  })
  const { pauses, bytes } = await send(line)
  expect(bytes).toBe(true)
  // A conflict is looked at without waiting.
  expect(pauses).toEqual([0, 1, 2, 3])
})

test('an upload that the server has forgotten is begun anew, but not for ever', async () => {
  const forgotten = () => answer(404, {}, { code: 'not_found', detail: 'No such upload' })
  const line = badLine({ 3: forgotten })
  expect((await send(line)).bytes).toBe(true)
  expect(line.asked.filter((method) => method === 'POST')).toHaveLength(2)
  const never = badLine(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [2 * i + 2, forgotten])))
  await expect(send(never)).rejects.toBeInstanceOf(ParleyProblem)
  expect(never.asked.filter((method) => method === 'POST')).toHaveLength(3)
})

test('what is refused stays refused, with the words of the server; and who gives up is not asked again', async () => {
  const refused = badLine({
    1: () => answer(413, {}, { code: 'too_large', detail: 'A file must not be longer than 5 bytes' }),
  })
  await expect(send(refused)).rejects.toThrow('A file must not be longer than 5 bytes')
  expect(refused.asked).toEqual(['POST'])
  const control = new AbortController()
  const given = badLine({
    2: async () => {
      control.abort()
      throw new Error('aborted')
    },
  })
  await expect(send(given, control.signal)).rejects.toThrow('aborted')
  expect(given.asked).toEqual(['POST', 'PATCH', 'DELETE'])
})

test('a server that died while it looked at the file is asked to look again', async () => {
  const line = badLine({ 5: () => answer(200, {}, { media: null }) })
  expect((await send(line)).bytes).toBe(true)
  expect(line.asked).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH', 'GET', 'PATCH', 'GET'])
})
