import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { newSecret } from '../../id.ts'
import { notFound } from '../../problem.ts'
import { type Store, type Stored, shelved } from './storage.ts'

/** Between two names. One that is left over from a crash is found by its age. */
const COPYING = '.copying'

/** Keeps files in a folder of this machine, or one that several share. */
export function openFolder(folder: string): Store {
  const pathOf = (name: string) => join(folder, shelved(name))
  return {
    where: folder,
    async keep(name, path) {
      const target = pathOf(name)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await syncFile(path)
      await place(path, target)
      await syncFile(dirname(target))
    },
    async read(name, { from, to }, whole) {
      const path = pathOf(name)
      if ((await sizeOf(path)) !== whole) throw notFound('file')
      return Bun.file(path).slice(from, to)
    },
    async remove(name) {
      await rm(pathOf(name), { force: true })
    },
    list: () => listFolder(folder),
  }
}

/**
 * Puts a file in its place under a second name, whole at once. The first name stays until whoever called takes it away:
 * so what breaks off between the two can be done again.
 */
async function place(path: string, target: string): Promise<void> {
  const near = `${target}${COPYING}-${newSecret(6)}`
  try {
    await link(path, near)
  } catch {
    // Another disk, or one on which a file has one name only.
    await copyFile(path, near)
    await syncFile(near)
  }
  await rename(near, target)
  // Where both are names of the same file already, renaming does nothing, and says nothing.
  await rm(near, { force: true })
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  )
}

async function* listFolder(folder: string): AsyncGenerator<Stored> {
  for (const shelf of await readdir(folder).catch(() => []))
    for (const name of await readdir(join(folder, shelf))) {
      const there = await stat(join(folder, shelf, name)).catch(() => undefined)
      if (there) yield { name, bytes: there.size, writtenAt: there.mtimeMs }
    }
}
