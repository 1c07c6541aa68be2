import type { Config } from '../../config.ts'
import { takePicture } from '../../media/pictures.ts'
import { wrong } from '../../problem.ts'
import { isPictureAddress } from '../origin.ts'

/**
 * A picture as base64, with `data:…;base64,` before it or without. Null takes the picture away; undefined leaves it as it
 * is, which an address also means: forms send back what they were given. @throws Problem invalid, unsupported, too_large
 */
export async function readAva(
  ava: string | null | undefined,
  config: Config,
): Promise<Uint8Array | null | undefined> {
  if (ava === undefined || (ava !== null && isPictureAddress(ava))) return undefined
  if (ava === null || ava === '') return null
  return takePicture(fromBase64(ava, 'ava'), config)
}

/** What makes base64 a data URL; empty where it is none. */
export const beginningOf = (text: string) => /^data:[^,]{0,200},/.exec(text)?.[0] ?? ''

/** @throws Problem invalid that names the field */
export function fromBase64(text: string, field: string): Buffer {
  const plain = text.slice(beginningOf(text).length).replaceAll(/\s/g, '')
  const isBase64 = plain !== '' && plain.length % 4 !== 1 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(plain)
  if (isBase64) return Buffer.from(plain, 'base64')
  throw wrong(field, 'must be base64')
}
