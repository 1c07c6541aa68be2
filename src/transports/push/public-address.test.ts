import { expect, test } from 'bun:test'
import { addressIn, isPublic, lookupPublic } from './public-address.ts'

const outside = [
  '1.1.1.1',
  '8.8.8.8',
  '172.15.0.1',
  '172.32.0.1',
  '100.63.0.1',
  '2a00:1450::1',
  '2606:4700::1111',
]
const inside = [
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1'],
  ...['172.31.255.255', '192.168.1.1', '192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1'],
  ...['2001:db8::1', '2002:0a00:0001::', '64:ff9b::0a00:1', '2001::1', '', 'localhost'],
]

test('the addresses of the public Internet, and all others', () => {
  expect(outside.filter((address) => !isPublic(address))).toEqual([])
  expect(inside.filter(isPublic)).toEqual([])
})

test('an address is recognised in each of its spellings', () => {
  const spellings = [
    '127.0.0.1',
    '0x7f.1',
    '2130706433',
    '017700000001',
    '127.1',
    '[::ffff:127.0.0.1]',
    '[::1]',
  ]
  for (const spelling of spellings) {
    const address = addressIn(new URL(`https://${spelling}/`))
    expect([spelling, address !== undefined && isPublic(address)]).toEqual([spelling, false])
    expect(address).toBeDefined()
  }
  expect(addressIn(new URL('https://push.example.org/'))).toBeUndefined()
})

test('a name that leads to this machine is as good as none', async () => {
  for (const all of [true, false]) {
    const { promise, resolve } = Promise.withResolvers<string | undefined>()
    lookupPublic('localhost', { all }, (error) => resolve(error?.message))
    expect(await promise).toBe('The host has no public address')
  }
})
