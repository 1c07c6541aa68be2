import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { readDocument } from './document.ts'
import { typeOf, typescriptOf } from './typescript-of.ts'

test('the generated file is what the server describes today (else: npm run sdk)', async () => {
  const file = await Bun.file(join(import.meta.dir, '../src/api.gen.ts')).text()
  expect(file).toContain('getChatsChatMessages')
  expect(file === typescriptOf(await readDocument())).toBe(true)
})

test('what may be null is so', () => {
  expect(typeOf({ type: ['string', 'null'] })).toBe('string | null')
  const user = { $ref: '#/components/schemas/User' }
  expect(typeOf({ allOf: [user, { type: ['object', 'null'], description: 'The peer' }] })).toBe('User | null')
})

test('several shapes, lists of them, and what may be left out', () => {
  expect(typeOf({ type: 'array', items: { enum: ['direct', 'group'] } })).toBe("('direct' | 'group')[]")
  expect(typeOf({ anyOf: [{ type: 'integer' }, { type: 'boolean' }] })).toBe('number | boolean')
  const properties = { id: { type: 'string' }, 'if-match': { type: 'integer' } }
  expect(typeOf({ type: 'object', properties, required: ['id'] })).toBe(
    "{\n  id: string\n  'if-match'?: number\n}",
  )
  expect(typeOf({})).toBe('unknown')
})
