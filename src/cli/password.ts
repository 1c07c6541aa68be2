import { check } from '../http/check.ts'
import { newSecret } from '../id.ts'
import { requireLength } from '../users/password.ts'
import { password } from '../users/user.ts'
import type { Terminal } from './terminal.ts'

export interface ChosenPassword {
  password: string
  /** It is new, and has to be told to whoever is to have it. */
  generated: boolean
}

/** Reads a password from standard input, or makes one. @throws Problem invalid */
export async function choosePassword(
  { generate }: { generate?: boolean | undefined },
  least: number,
  terminal: Terminal,
): Promise<ChosenPassword> {
  if (generate) return { password: newSecret(15), generated: true }
  const typed = (await terminal.input('Password')).replace(/\r?\n$/, '')
  if (typed === '') throw new Error('No password came in; pipe one to standard input, or use --generate')
  if (/[\r\n]/.test(typed)) throw new Error('The password must be a single line')
  const checked = check(password, typed, 'password')
  requireLength(checked, least)
  return { password: checked, generated: false }
}
