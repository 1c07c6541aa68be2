import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { drawBetween } from './draw.ts'
import { LAST_MOMENT } from './wall.ts'

test('a draw lies between its bounds, however far they are apart', () => {
  const bound = fc.integer({ min: 0, max: LAST_MOMENT })
  fc.assert(
    fc.property(bound, bound, (a, b) => {
      const [least, most] = a < b ? [a, b] : [b, a]
      const drawn = drawBetween(least, most)
      expect(Number.isInteger(drawn) && drawn >= least && drawn <= most).toBe(true)
    }),
  )
  expect(drawBetween(7, 7)).toBe(7)
  for (let i = 0; i < 100; i++) {
    const drawn = drawBetween(0, Number.MAX_SAFE_INTEGER)
    expect(Number.isSafeInteger(drawn) && drawn >= 0).toBe(true)
  }
})

test('each is as likely as any other', () => {
  const counted = (least: number, most: number, boxes: number, draws: number) => {
    const counts = new Array<number>(boxes).fill(0)
    const width = (most - least + 1) / boxes
    for (let i = 0; i < draws; i++) counts[Math.floor((drawBetween(least, most) - least) / width)]!++
    const expected = draws / boxes
    return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  }
  // Chi-squared with 9 degrees of freedom is above 40 once in 130,000 times.
  expect(counted(3, 12, 10, 20_000)).toBeLessThan(40)
  expect(counted(0, LAST_MOMENT, 10, 20_000)).toBeLessThan(40)
})
