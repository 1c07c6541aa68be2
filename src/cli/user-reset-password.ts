import type { House } from '../http/house.ts'
import { hashPassword } from '../users/passwords.ts'
import { resetPassword } from '../users/reset-password.ts'
import { choosePassword } from './password.ts'
import type { Terminal } from './terminal.ts'

/** Gives an account another password and ends all its sessions. @throws Problem invalid, not_found */
export async function resetUserPassword(
  { commit, config }: House,
  username: string,
  options: { generate?: boolean },
  terminal: Terminal,
): Promise<void> {
  const { password, generated } = await choosePassword(options, config.passwordMin, terminal)
  const hash = await hashPassword(password)
  const user = await commit((tx) => resetPassword(tx, config, username, hash))
  terminal.say(`${user.username} has another password; all sessions have ended`)
  if (generated) terminal.say(`password: ${password}`)
}
