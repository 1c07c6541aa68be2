import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { openFolder } from './folder.ts'
import { openBucket } from './s3.ts'
import { openStaging, type Staging } from './staging.ts'

/** Part of a file, from a byte up to, but not including, another. */
export interface Stretch {
  from: number
  to: number
}

export interface Stored {
  name: string
  bytes: number
  /** UTC milliseconds, by the clock of the storage. */
  writtenAt: number
}

/** Where the files of media are kept, each under a name that is made of its id. What is there is whole. */
export interface Store {
  /** In words, for whoever runs the server. */
  readonly where: string
  /** Keeps a file that lies on this machine. When this resolves, it is kept for good; until then, it is not there. */
  keep(name: string, path: string): Promise<void>
  /** What a response can be made of. @throws Problem not_found when there is no such file */
  read(name: string, stretch: Stretch, whole: number): Promise<Blob | ReadableStream<Uint8Array>>
  /** What is not there is removed already. */
  remove(name: string): Promise<void>
  list(): AsyncIterable<Stored>
}

export interface Storage {
  store: Store
  staging: Staging
}

/** Opens what the settings name: the data folder, or a bucket. What is under way lies in the data folder in any case. */
export function openStorage({ dataDir, s3 }: Pick<Config, 'dataDir' | 's3'>): Storage {
  const folder = join(dataDir, 'media')
  return {
    store: s3 ? openBucket(s3) : openFolder(join(folder, 'files')),
    staging: openStaging(join(folder, 'staging')),
  }
}

export const fileName = (mediaId: string) => mediaId
export const thumbnailName = (mediaId: string) => `${mediaId}.thumbnail`
export const mediaIdOf = (name: string) => name.split('.')[0]!

/** Names that are spread over so many folders that none has too many: ids end with what is random. */
export function shelved(name: string): string {
  return `${mediaIdOf(name).slice(-2)}/${name}`
}
