import { appendFileSync } from 'node:fs'

const noted = new Set<string>()

/** Tells `npm test`, which prints it at the end, that tests really ran on something. */
export function noteRan(name: string): void {
  const file = process.env.PARLEY_TEST_RAN
  if (file && !noted.has(name)) appendFileSync(file, `${name}\n`)
  noted.add(name)
}
