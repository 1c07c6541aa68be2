import { type LookupAddress, lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** What is not the public Internet (IANA special-purpose registries, RFC 6890). */
const privately = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  privately.addSubnet(network, prefix, 'ipv4')

/** Of IPv6, only what is given out as global unicast, without what leads to an IPv4 address or nowhere. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
const notReally = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notReally.addSubnet(network, prefix, 'ipv6')

/** Is this an address of the public Internet, and not of this machine or the networks around it? */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !privately.check(address, 'ipv4')
  return family === 6 && global.check(address, 'ipv6') && !notReally.check(address, 'ipv6')
}

/** The host of a URL as an address, where it is one and no name. */
export function addressIn({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare) ? bare : undefined
}

/**
 * Looks a name up, and knows only its public addresses. Whoever connects uses what was checked, so a name that
 * resolves to something else the next moment is no way in.
 */
export const lookupPublic: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0)
    const addresses = (found as LookupAddress[]).filter(({ address }) => isPublic(address))
    const [first] = addresses
    if (!first) done(new Error('The host has no public address'), '', 0)
    else if (options.all) done(null, addresses)
    else done(null, first.address, first.family)
  })
}
