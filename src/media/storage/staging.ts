import { type FileHandle, mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Files that are not whole yet, or not yet looked at. Nobody but their own upload reads them. */
export interface Staging {
  pathOf(mediaId: string): string
  /** What is written beside it: the picture as it is kept, its thumbnail. */
  besideOf(mediaId: string, what: 'clean' | 'thumbnail'): string
  /** Opens it to be written and read. @throws ENOENT where it is not there: it may have been finished meanwhile */
  open(mediaId: string): Promise<FileHandle>
  /** The same, and makes it where it is not there yet. */
  make(mediaId: string): Promise<FileHandle>
  /** How much is there; undefined where nothing is. */
  sizeOf(mediaId: string): Promise<number | undefined>
  /** Writes a file whole, and on disk. */
  write(path: string, bytes: Buffer): Promise<void>
  remove(mediaId: string): Promise<void>
  /** The ids of all that lie here. */
  list(): Promise<string[]>
}

export function openStaging(folder: string): Staging {
  const pathOf = (mediaId: string) => join(folder, mediaId)
  const besideOf = (mediaId: string, what: string) => `${pathOf(mediaId)}.${what}`
  return {
    pathOf,
    besideOf,
    open: (mediaId) => open(pathOf(mediaId), 'r+'),
    async make(mediaId) {
      try {
        return await open(pathOf(mediaId), 'r+')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        await mkdir(folder, { recursive: true, mode: 0o700 })
        return open(pathOf(mediaId), 'w+', 0o600)
      }
    },
    sizeOf: (mediaId) =>
      stat(pathOf(mediaId)).then(
        ({ size }) => size,
        () => undefined,
      ),
    async write(path, bytes) {
      await writeFile(path, bytes, { mode: 0o600, flush: true })
    },
    async remove(mediaId) {
      for (const path of [pathOf(mediaId), besideOf(mediaId, 'clean'), besideOf(mediaId, 'thumbnail')])
        await rm(path, { force: true })
    },
    async list() {
      const names = await readdir(folder).catch(() => [])
      return [...new Set(names.map((name) => name.split('.')[0]!))]
    },
  }
}
