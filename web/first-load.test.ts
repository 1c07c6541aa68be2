import { expect, test } from 'bun:test'
import { type Bundled, bundle } from './bundle.ts'
import { firstLoad } from './first-load.ts'

const MOST_BYTES = 60_000

const sizeOf = ({ gzip }: Bundled) => Buffer.from(gzip!, 'base64').length
const holds = (files: Bundled[], sign: string) =>
  files.some(({ plain }) => Buffer.from(plain, 'base64').includes(sign))

test(`what is loaded before anything is shown is less than ${MOST_BYTES} bytes, packed with gzip`, async () => {
  const files = firstLoad(await bundle())
  const types = files.map(({ type }) => type.split(';')[0]).filter((type) => type !== 'text/javascript')
  expect(types.sort()).toEqual(['text/css', 'text/html'])
  expect(files.length).toBeGreaterThan(3)
  expect(files.reduce((sum, file) => sum + sizeOf(file), 0)).toBeLessThan(MOST_BYTES)
})

test('the client of Socket.IO, other languages and what is seen later are fetched when they are wanted', async () => {
  const all = await bundle()
  const first = firstLoad(all)
  const later = all.filter((file) => file.path.endsWith('.js') && !first.includes(file))
  for (const sign of ['EIO', 'Se connecter', 'expires_in'])
    expect([sign, holds(first, sign), holds(later, sign)]).toEqual([sign, false, true])
})
