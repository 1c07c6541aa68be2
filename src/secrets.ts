import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newSecret } from './id.ts'

export interface Secrets {
  /** Signs access tokens (HMAC SHA-256). */
  tokenKey: string
  /** Signs the addresses of media (HMAC SHA-256). Follows from `tokenKey`. */
  mediaKey: string
  /** From this follow the keys of games that run elsewhere (HMAC SHA-256). Follows from `tokenKey`. */
  gameKey: string
}

/**
 * Reads the secrets of this installation, or makes them on the first start. They lie in the data folder,
 * readable by its owner only; several processes of one installation must share the file.
 */
export function openSecrets(dataDir: string): Secrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'secrets.json')
  if (!existsSync(file)) {
    const made = { tokenKey: newSecret(48) }
    try {
      writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  if (!read.tokenKey || read.tokenKey.length < 32) throw new Error(`${file} holds no usable tokenKey`)
  const derive = (use: string) => createHmac('sha256', read.tokenKey!).update(use).digest('base64url')
  return { tokenKey: read.tokenKey, mediaKey: derive('media'), gameKey: derive('games') }
}
