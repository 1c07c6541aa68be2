import { expect, test } from 'bun:test'
import { lengthOf, sizeIn, withSizes } from './sizes.ts'

test('sizes are said as people say them, in both languages', () => {
  const sizes = [0, 1, 340, 1200, 9949, 99_900, 999_499, 999_500, 1_234_567, 52_428_800, 2e9, 3e15]
  expect(sizes.map((bytes) => sizeIn('en', bytes))).toEqual([
    '0 kB',
    '0.1 kB',
    '0.3 kB',
    '1.2 kB',
    '9.9 kB',
    '100 kB',
    '999 kB',
    '1 MB',
    '1.2 MB',
    '52 MB',
    '2 GB',
    '3,000 TB',
  ])
  const inFrench = [1200, 1_234_567, 2e9].map((bytes) => sizeIn('fr', bytes).replaceAll(/\s/g, ' '))
  expect(inFrench).toEqual(['1,2 ko', '1,2 Mo', '2 Go'])
})

test('lengths are rounded to seconds', () => {
  const lengths = [0, 499, 500, 7000, 59_500, 750_000, 3_599_600, 3_723_000, 360_000_000]
  expect(lengths.map(lengthOf)).toEqual([
    '0:00',
    '0:00',
    '0:01',
    '0:07',
    '1:00',
    '12:30',
    '1:00:00',
    '1:02:03',
    '100:00:00',
  ])
})

test('what the server counts in bytes is shown in larger units', () => {
  expect(withSizes('en', 'Your media may take 2000000000 bytes together; 1500 bytes are left')).toBe(
    'Your media may take 2 GB together; 1.5 kB are left',
  )
})
