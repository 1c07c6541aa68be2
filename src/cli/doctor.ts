import { systemClock } from '../clock.ts'
import { checkDatabase } from './doctor/database.ts'
import type { Finding } from './doctor/finding.ts'
import { checkFolder } from './doctor/folder.ts'
import { checkMail, checkSms } from './doctor/mail.ts'
import { checkMedia } from './doctor/media.ts'
import { checkPort, checkRedis } from './doctor/network.ts'
import { checkReach } from './doctor/reach.ts'
import { checkBun, checkPublicUrl, checkSettings } from './doctor/settings.ts'
import type { Terminal } from './terminal.ts'

/** Everything that the doctor looks at, in the order in which it depends on each other. Unless he cleans, he changes nothing. */
export async function examine(
  env?: Record<string, string>,
  clock = systemClock,
  cleans = false,
): Promise<Finding[]> {
  const { config, findings } = checkSettings(env)
  const found = [checkBun(), ...findings]
  if (!config) return found
  found.push(...(await checkFolder(config)))
  const database = await checkDatabase(config, clock.now())
  found.push(...database)
  // By a database that is ill, nothing is cleaned.
  if (!database.some(({ mark }) => mark === '✗'))
    found.push(...(await checkMedia(config, clock.now(), cleans)))
  found.push(
    ...checkReach(config),
    ...(await checkMail(config)),
    ...checkSms(config),
    ...(await checkRedis(config)),
    await checkPort(config),
    checkPublicUrl(config),
  )
  return found
}

/** Says what is wrong with this installation. Answers whether Parley can work in it. */
export async function doctor(
  { say }: Terminal,
  env?: Record<string, string>,
  clock = systemClock,
  cleans = false,
): Promise<boolean> {
  const findings = await examine(env, clock, cleans)
  for (const { mark, text } of findings) say(`${mark} ${text}`)
  const wrong = findings.filter(({ mark }) => mark === '✗').length
  if (wrong > 0) say(`${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong`)
  return wrong === 0
}
