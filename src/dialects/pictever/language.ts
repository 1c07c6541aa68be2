import type { Language } from '../../db/schema.ts'
import { languageOf } from '../../users/language.ts'
import type { User } from '../../users/user.ts'

/** Accounts have a country, from which their language follows. */
export function languageFrom(country: string | null | undefined): Language | undefined {
  if (!country) return undefined
  return country.toLowerCase() === 'fr' ? 'fr' : 'en'
}

export function languageFor({ language }: Pick<User, 'language'>, request: Request): Language {
  return language ?? languageOf(request.headers.get('accept-language'))
}
