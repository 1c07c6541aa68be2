import { expect, test } from 'bun:test'
import { keepToken } from './token.ts'

const jwt = (iat: number, exp: number) => `h.${btoa(JSON.stringify({ iat, exp })).replaceAll('=', '')}.s`

test('however many need one, it is asked for once', async () => {
  let asked = 0
  const tokens = keepToken(async () => `token ${++asked}`)
  expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['token 1', 'token 1'])
  const renewed = await Promise.all([tokens.renew('token 1'), tokens.renew('token 1')])
  expect([renewed, asked, await tokens.get()]).toEqual([[true, true], 2, 'token 2'])
  expect(await tokens.renew('token 1')).toBe(true)
  expect(asked).toBe(2)
})

test('the same one again is no better; nor is none', async () => {
  for (const given of ['same', undefined]) {
    const tokens = keepToken(() => given)
    await tokens.get()
    expect(await tokens.renew(given)).toBe(false)
  }
  expect(await keepToken('fixed').renew('fixed')).toBe(false)
})

test('one that is about to end is replaced before it does, by its length of life and not by the clock on the wall', async () => {
  const given = [jwt(1000, 1001), jwt(5000, 9000)]
  const refused: unknown[] = []
  const tokens = keepToken((old) => {
    refused.push(old)
    return given[refused.length - 1]
  })
  expect(await tokens.get()).toBe(given[0]!)
  expect(tokens.left).toBeGreaterThan(800)
  await Bun.sleep(950)
  expect(await tokens.get()).toBe(given[1]!)
  expect(await tokens.get()).toBe(given[1]!)
  expect(refused).toEqual([undefined, given[0]])
})
