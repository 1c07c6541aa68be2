import {
  constants,
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { newSecret } from '../../id.ts'

/** Files that are not whole yet, or not yet looked at. Nobody but their own upload reads them. */
export interface Staging {
  pathOf(mediaId: string): string
  /** A place beside it for whoever finishes it, and for nobody else: another process may do so at the same time. */
  besideOf(mediaId: string): Beside
  /** Opens it to be written and read. @throws ENOENT where it is not there: it may have been finished meanwhile */
  open(mediaId: string): Promise<FileHandle>
  /** The same, and makes it where it is not there yet. */
  make(mediaId: string): Promise<FileHandle>
  /** How much is there; undefined where nothing is. */
  sizeOf(mediaId: string): Promise<number | undefined>
  /** With all that lies beside it, whoever made it. */
  remove(mediaId: string): Promise<void>
  /** The ids of all that lie here. */
  list(): Promise<string[]>
}

/** What is made of a file that has arrived: a copy that nobody else writes to, the picture as it is kept, its thumbnail. */
export interface Beside {
  pathOf(what: 'copy' | 'clean' | 'thumbnail'): string
  /** Copies what has arrived, and opens the copy to be written and read. @throws ENOENT where nothing is */
  copy(): Promise<FileHandle>
  /** Writes a file whole, and on disk. */
  write(what: 'clean' | 'thumbnail', bytes: Buffer): Promise<void>
  remove(): Promise<void>
}

export function openStaging(folder: string): Staging {
  const pathOf = (mediaId: string) => join(folder, mediaId)
  const allBeside = (mediaId: string) => `${pathOf(mediaId)}.beside`
  return {
    pathOf,
    besideOf: (mediaId) => openBeside(pathOf(mediaId), join(allBeside(mediaId), newSecret(6))),
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
    async remove(mediaId) {
      await rm(pathOf(mediaId), { force: true })
      await rm(allBeside(mediaId), { recursive: true, force: true })
    },
    async list() {
      const names = await readdir(folder).catch(() => [])
      return [...new Set(names.map((name) => name.split('.')[0]!))]
    },
  }
}

function openBeside(arrived: string, folder: string): Beside {
  const pathOf = (what: string) => join(folder, what)
  return {
    pathOf,
    async copy() {
      // Where another process has just taken it away, nothing is to be left beside it.
      await stat(arrived)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      // Where the disk can do so, the two share what they have in common, and nothing is read.
      await copyFile(arrived, pathOf('copy'), constants.COPYFILE_FICLONE)
      return open(pathOf('copy'), 'r+')
    },
    async write(what, bytes) {
      await writeFile(pathOf(what), bytes, { mode: 0o600, flush: true })
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
