import { check } from '../http/check.ts'
import type { House } from '../http/house.ts'
import { email, normalizePhone, phone, username } from '../users/names.ts'
import { hashPassword } from '../users/passwords.ts'
import { changeUser } from '../users/profile.ts'
import { register } from '../users/register.ts'
import { choosePassword } from './password.ts'
import type { Terminal } from './terminal.ts'

export interface NewAccount {
  email?: string
  phone?: string
  admin?: boolean
  generate?: boolean
}

/** Makes an account, also where registration is closed. @throws Problem invalid, conflict */
export async function createUser(house: House, name: string, options: NewAccount, terminal: Terminal) {
  const { config, commit } = house
  const usernameChecked = check(username, name, 'username')
  const registration = {
    username: usernameChecked,
    name: usernameChecked,
    email: options.email === undefined ? null : check(email, options.email, 'email'),
    phone:
      options.phone === undefined
        ? null
        : normalizePhone(check(phone, options.phone, 'phone'), config.defaultCountry),
  }
  const { password, generated } = await choosePassword(options, config.passwordMin, terminal)
  const passwordHash = await hashPassword(password)
  const user = await commit(async (tx) => {
    const made = await register(tx, { ...registration, passwordHash })
    return options.admin && made.is_admin === 0 ? changeUser(tx, made, { is_admin: 1 }) : made
  })
  terminal.say(`${user.username} has an account${user.is_admin === 1 ? ' and is an admin' : ''}`)
  if (generated) terminal.say(`password: ${password}`)
}
