import type { Config } from '../../config.ts'
import { countryOf, normalizePhone } from '../../users/names.ts'
import type { User } from '../../users/user.ts'

/** E.164 as these apps write it: 0033… */
export const outside = (phone: string) => phone.replace(/^\+/, '00')

/** A number in any spelling; without a country code it is from where one's own is. @throws Problem invalid */
export function inside(spelling: string, user: Pick<User, 'phone'>, config: Config): string {
  return normalizePhone(spelling, (user.phone && countryOf(user.phone)) || config.defaultCountry)
}
