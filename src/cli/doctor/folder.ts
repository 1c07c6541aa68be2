import { accessSync, constants, readFileSync, type Stats, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../../config.ts'
import { bad, type Finding, good, odd } from './finding.ts'

const MEBIBYTE = 1024 * 1024
const TOO_LITTLE = 100 * MEBIBYTE
const LITTLE = 1024 * MEBIBYTE
const OTHERS = 0o077

function find(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The data folder, the secrets in it, and the room that is left on its disk. */
export async function checkFolder({ dataDir }: Config): Promise<Finding[]> {
  const there = find(dataDir)
  if (!there) return [checkFutureFolder(dataDir), await checkRoom(nearest(dataDir))]
  if (!there.isDirectory()) return [bad(`${dataDir} is no folder; set PARLEY_DATA_DIR to one`)]
  if (!isWritable(dataDir)) return [bad(`${dataDir} cannot be written; give it to the user that runs Parley`)]
  const open = (there.mode & OTHERS) !== 0
  const folder = open
    ? odd(`${dataDir} is open to other users of this machine; chmod 700 ${dataDir}`)
    : good(`data folder ${dataDir}`)
  return [folder, checkSecrets(join(dataDir, 'secrets.json')), await checkRoom(dataDir)]
}

function nearest(path: string): string {
  return find(path) ? path : nearest(dirname(path))
}

function checkFutureFolder(dataDir: string): Finding {
  const above = nearest(dataDir)
  if (isWritable(above)) return odd(`${dataDir} is not there yet; the first start makes it`)
  return bad(`${dataDir} is not there and cannot be made, since ${above} cannot be written`)
}

function checkSecrets(file: string): Finding {
  const there = find(file)
  if (!there) return odd(`${file} is not there yet; the first start makes it`)
  if ((there.mode & OTHERS) !== 0)
    return bad(`${file} can be read by others, who could then log in as anybody; chmod 600 ${file}`)
  try {
    const { tokenKey } = JSON.parse(readFileSync(file, 'utf8')) as { tokenKey?: string }
    if (tokenKey && tokenKey.length >= 32) return good('secrets are there, and only for their owner')
  } catch {
    // The same advice.
  }
  return bad(`${file} holds no usable tokenKey; restore it, or remove it and everybody has to log in again`)
}

async function checkRoom(path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  const text = `${Math.floor(free / MEBIBYTE)} MiB free on the disk of ${path}`
  if (free < TOO_LITTLE) return bad(`${text}: writing will fail soon; make room`)
  return free < LITTLE ? odd(`${text}: make room`) : good(text)
}
