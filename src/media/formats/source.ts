import type { FileHandle } from 'node:fs/promises'

/** A file of which little is read, wherever it stands. */
export interface Source {
  readonly size: number
  /** So many bytes from there on; fewer where the file ends. */
  read(from: number, many: number): Promise<Buffer>
}

export function sourceOf(file: FileHandle, size: number): Source {
  return {
    size,
    async read(from, many) {
      const length = Math.max(0, Math.min(many, size - from))
      const bytes = Buffer.alloc(length)
      let filled = 0
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, from + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      return bytes.subarray(0, filled)
    },
  }
}

/** What the head of a sound or a video says. */
export interface Track {
  contentType: string
  width: number | null
  height: number | null
  /** Null where it does not say. */
  durationMs: number | null
  /** Stretches that say something of where and with what it was recorded, and are to be overwritten. */
  wipes?: Wipe[]
}

/** A box that becomes an empty one of the same length, so that everything behind it stays in its place. */
export interface Wipe {
  /** Where its type stands. */
  typeAt: number
  from: number
  to: number
}

/** A reader of a format: undefined when the file is not what it seemed to be. */
export type ReadTrack = (source: Source) => Promise<Track | undefined>

export const sound = (contentType: string, durationMs: number | null): Track => ({
  contentType,
  width: null,
  height: null,
  durationMs: durationMs === null || !Number.isFinite(durationMs) ? null : Math.round(durationMs),
})
