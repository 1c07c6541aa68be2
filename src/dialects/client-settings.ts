import { readFileSync } from 'node:fs'
import { z } from 'zod'

const NAMES = [
  'web_app_url',
  'ios_version_needed',
  'android_version_needed',
  'force_update',
  'amazon_app_id',
  'aws_account_id',
  'cognito_pool_id',
  'cognito_role_unauth',
  'cognito_role_auth',
  'bucket_name',
  'cloudfront',
  'android_update_link',
  'ios_update_link',
] as const

/** What apps are told at each log-in that is not ours to know: which version they must have, where their files lie. */
export type ClientSettings = Record<(typeof NAMES)[number], string>

/** All of them are text; what the operator does not set is empty. */
export const ClientSettings = z.object(
  Object.fromEntries(NAMES.map((name) => [name, z.string()])) as Record<(typeof NAMES)[number], z.ZodString>,
)

/** @throws Error that names the setting, the file and what is wrong with it */
export function readClientSettings(path: string | undefined): ClientSettings {
  const none = Object.fromEntries(NAMES.map((name) => [name, ''])) as ClientSettings
  if (path === undefined) return none
  const wrong = (reason: string) => new Error(`PARLEY_CLIENT_SETTINGS: ${path} ${reason}`)
  let given: unknown
  try {
    given = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw wrong(`cannot be read as JSON: ${(error as Error).message}`)
  }
  const read = ClientSettings.partial().strict().safeParse(given)
  if (read.success) return { ...none, ...read.data } as ClientSettings
  const [issue] = read.error.issues
  throw wrong(`is wrong at ${issue!.path.join('.') || 'the top'}: ${issue!.message}`)
}
