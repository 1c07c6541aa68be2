import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { encode, readCursor, writeCursor } from './entry.ts'
import { gapBefore, gapEntry } from './read.ts'

test('a cursor reads as it was written; a bare number is of this epoch', () => {
  fc.assert(
    fc.property(fc.nat(), fc.stringMatching(/^[\w-]{1,16}$/), (seq, epoch) => {
      expect(readCursor(writeCursor({ epoch, seq }), 'now')).toEqual({ epoch, seq })
      expect(readCursor(String(seq), 'now')).toEqual({ epoch: 'now', seq })
    }),
  )
})

test('whatever is no cursor is invalid, and never anything else', () => {
  const garbage = [
    '',
    ' ',
    '-1',
    '1.5.2',
    '.1',
    'k.',
    'k.-1',
    '+1',
    '1e3',
    '0x1',
    '9'.repeat(16),
    'k.1 ',
    '1\n',
    'é.1',
  ]
  for (const text of [...garbage, 'x'.repeat(17).concat('.1'), "'; drop", 'null', 'NaN', '∞', '١', 'k.1\0'])
    expect(() => readCursor(text, 'now')).toThrow('A cursor looks like')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        expect(Number.isSafeInteger(readCursor(text, 'now').seq)).toBe(true)
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid' })
      }
    }),
  )
})

test('a cursor from the future or another life is restored, one below the floor is pruned, others go on', () => {
  const head = { epoch: 'now', seq: 100, floor: 40 }
  const gap = (epoch: string, seq: number) => gapBefore({ epoch, seq }, head)
  expect([gap('then', 50), gap('then', 101), gap('now', 101)]).toEqual(['restored', 'restored', 'restored'])
  expect([gap('now', 39), gap('now', 0)]).toEqual(['pruned', 'pruned'])
  expect([gap('now', 40), gap('now', 41), gap('now', 100)]).toEqual([undefined, undefined, undefined])
  const entry = gapEntry({ epoch: 'then', seq: 7 }, head, 'restored', 5)
  expect(JSON.parse(encode(entry))).toEqual({
    ...{ seq: 100, stream: 'log', kind: 'log.gap', at: 5, actor: null },
    body: { reason: 'restored', after: 'then.7', cursor: 'now.100' },
  })
})

test('an entry is encoded once, and says what it says', () => {
  const entry = {
    seq: 3,
    stream: 'chat:a',
    kind: 'x.y',
    at: 9,
    actor_id: 'me',
    about: 'secret',
    body: '{"a":"\\n\\""}',
    alert: '{"key":"message"}',
  }
  expect(JSON.parse(encode(entry))).toEqual({
    ...{ seq: 3, stream: 'chat:a', kind: 'x.y', at: 9, actor: 'me' },
    body: { a: '\n"' },
  })
})
