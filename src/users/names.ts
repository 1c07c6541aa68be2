import parsePhoneNumber, { type CountryCode } from 'libphonenumber-js/min'
import { text, z } from '../http/schemas.ts'
import { Problem } from '../problem.ts'
import { plainDigits } from './digits.ts'

/** Folds a name for comparing: width, ligatures and case make no difference (Unicode NFKC). */
export function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC')
}

const MOST_KEY = 400

/** What a name is found by. Folding can make one character many: the rest is not searched. */
export function nameKey(name: string): string {
  return [...fold(name)].slice(0, MOST_KEY).join('')
}

const MOST_USERNAME = 64

/** Names that clients of some dialects would take for something else. */
const reserved = new Set(
  'connect connect_error disconnect disconnecting echo error message entry signal newlistener removelistener me'.split(
    ' ',
  ),
)

/** Some letters become several when they are folded, even words with spaces; the result must be a name too. */
function looksSo(name: string): boolean {
  const shape = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]*[\p{L}\p{M}\p{N}_-])?$/u
  return shape.test(name) && [...name].length <= MOST_USERNAME
}

export const username = text(MOST_USERNAME, 1)
  .transform((name) => name.normalize('NFC'))
  .refine((name) => looksSo(name) && looksSo(fold(name)), {
    message: 'must begin with a letter or digit and hold only letters, digits, ".", "_" and "-"',
  })
  .refine((name) => !reserved.has(fold(name)) && !/^deleted-\d+$/.test(fold(name)), 'is reserved')
  .openapi({ type: 'string', minLength: 1, maxLength: 64, example: 'alice' })

export const email = z
  .email('must be an e-mail address')
  .max(254)
  .transform((address) => address.toLowerCase())
  .openapi({ example: 'alice@example.org' })

export const phone = text(40, 3).openapi({
  description: 'Any usual spelling; without a country code it is taken to be of the country of this server',
  example: '+33 6 12 34 56 78',
})

/** Where a number without a country code is from, if not from the country of this server. */
export const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'must be two letters (ISO 3166), such as FR')
  .transform((letters) => letters.toUpperCase())
  .openapi({ example: 'FR' })

/**
 * One number for all its spellings: E.164.
 * @throws Problem invalid
 */
export function normalizePhone(spelling: string, country: string): string {
  const number = readPhone(spelling, country)
  if (number === undefined)
    throw new Problem('invalid', 'phone: must be a telephone number, such as +33612345678')
  return number
}

/** The same; undefined for what is no number. `country` has two letters (ISO 3166). */
export function readPhone(spelling: string, country: string): string | undefined {
  // Address books copy invisible signs along, which turn the direction of writing.
  const plain = plainDigits(spelling.replaceAll(/\p{Cf}/gu, '')).trim()
  // Where abroad is dialled with something else, 00 still means +.
  const spellings = plain.startsWith('00') ? [`+${plain.slice(2).trim()}`, plain] : [plain]
  for (const one of spellings) {
    const number = parsePhoneNumber(one, country as CountryCode)
    if (number?.isPossible()) return number.number
  }
  return undefined
}

/** Where a number (E.164) is from, as far as it tells. */
export function countryOf(phone: string): string | undefined {
  return parsePhoneNumber(phone)?.country
}
