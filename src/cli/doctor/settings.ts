import { type Config, readConfig, settingNames, unknownSettings } from '../../config.ts'
import { bad, type Finding, good, odd } from './finding.ts'

const TESTED_BUN = '>=1.4.0 <2'

export function checkBun(version = Bun.version): Finding {
  if (Bun.semver.satisfies(version, TESTED_BUN)) return good(`Bun ${version}`)
  return bad(`Bun ${version}: expected ${TESTED_BUN}; "npm ci" installs the one that Parley is tested with`)
}

type Env = Record<string, string | undefined>

/** Reads the settings, and names variables that look like one and are none. */
export function checkSettings(env?: Env): { config: Config | undefined; findings: Finding[] } {
  const strange = unknownSettings(env).map((name) => {
    const near = settingNames.find((known) => distance(known, name) <= 3)
    return odd(`${name} is no setting of Parley and does nothing${near ? `; do you mean ${near}?` : ''}`)
  })
  try {
    const config = readConfig(env)
    return { config, findings: [good('settings are readable'), ...strange] }
  } catch (error) {
    const [, ...wrong] = (error as Error).message.split('\n')
    const findings = wrong.map((line) => bad(`setting ${line.trim()}; .env.example explains it`))
    return { config: undefined, findings: [...findings, ...strange] }
  }
}

/** How many letters must be changed to turn one word into the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const changed = row[j - 1]! + Number(one[i - 1] !== other[j - 1])
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row.at(-1)!
}

const loopback = ['127.0.0.1', '::1', 'localhost']

/** Is the address under which people reach this server one that works? */
export function checkPublicUrl({ publicUrl, host, trustProxy }: Config): Finding {
  if (publicUrl === undefined) {
    if (loopback.includes(host)) return good('no public URL: for this machine only')
    return odd('PARLEY_PUBLIC_URL is not set, but HOST lets others in: set it to the address that they use')
  }
  const { protocol, hostname, pathname, search } = new URL(publicUrl)
  if (protocol !== 'https:' && protocol !== 'http:')
    return bad(`PARLEY_PUBLIC_URL must begin with https://, not ${protocol}`)
  if (pathname !== '/' || search)
    return bad(`PARLEY_PUBLIC_URL must be an address without a path: ${new URL(publicUrl).origin}`)
  if (loopback.includes(hostname)) return good(`public URL ${publicUrl}`)
  if (protocol === 'http:')
    return odd(
      `public URL ${publicUrl} is not encrypted: passwords can be read on the way; put a proxy with TLS before it`,
    )
  if (!trustProxy)
    return odd('PARLEY_TRUST_PROXY is not set: behind a proxy, everybody seems to come from one address')
  return good(`public URL ${publicUrl}`)
}
