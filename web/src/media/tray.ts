import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { parley } from '../line/line.ts'
import { toast } from '../pieces/toast.tsx'
import type { Media, MediaKind } from '../store/things.ts'
import { words } from '../words/words.ts'
import { noteMedia } from './noted.ts'

/** As many as one message takes. */
export const MOST_ATTACHED = 10

/** `waiting` for its turn, being `sent`, `stuck` while there is no line, `ready`, or `refused` for good. */
export type Progress = 'waiting' | 'sending' | 'stuck' | 'ready' | 'refused'

/** A file on its way to the server. */
export interface Attachment {
  key: number
  file: File
  kind: MediaKind
  /** To look at while it is on its way; for photos only. */
  preview: string | null
  progress: Signal<Progress>
  /** Bytes. */
  sent: Signal<number>
  problem: Signal<string>
  media: Signal<Media | null>
  stop: AbortController
}

/** What is to go along with a message that is being written. */
export interface Tray {
  items: ReadonlySignal<Attachment[]>
  /** The ids of those that are uploaded, in order: what a message takes as `media_ids`. */
  ready: ReadonlySignal<string[]>
  /** Whether all that is in it is uploaded. */
  complete: ReadonlySignal<boolean>
  add(files: Iterable<File>): void
  remove(item: Attachment): void
  /** Tries anew what was refused. */
  again(item: Attachment): void
  /** Everything has been sent along, or is not wanted any more; then what was uploaded is left to be collected. */
  clear(): void
}

let lastKey = 0

export function newTray(): Tray {
  const items = signal<Attachment[]>([])

  function begin(file: File): Attachment {
    const kind = kindOf(file)
    return {
      key: ++lastKey,
      file,
      kind,
      preview: kind === 'image' ? URL.createObjectURL(file) : null,
      progress: signal<Progress>('waiting'),
      sent: signal(0),
      problem: signal(''),
      media: signal<Media | null>(null),
      stop: new AbortController(),
    }
  }

  function start(item: Attachment) {
    void import('../later.ts').then(
      ({ uploadInTurn }) => uploadInTurn(item),
      () => {
        item.problem.value = words.away
        item.progress.value = 'refused'
      },
    )
  }

  return {
    items,
    ready: computed(() => items.value.flatMap(({ media }) => (media.value ? [media.value.id] : []))),
    complete: computed(() => items.value.every(({ progress }) => progress.value === 'ready')),
    add(files) {
      const all = [...files]
      const room = MOST_ATTACHED - items.value.length
      if (all.length > room) toast(words.tooMany(MOST_ATTACHED))
      const begun = all.slice(0, Math.max(0, room)).map(begin)
      items.value = [...items.value, ...begun]
      for (const item of begun) start(item)
    },
    remove(item) {
      drop(item)
      const { media } = item
      // If a message holds it, it stays.
      if (media.value)
        parley()
          .request('DELETE', `/api/v1/media/${media.value.id}`)
          .catch(() => {})
      items.value = items.value.filter((one) => one !== item)
    },
    again(item) {
      item.progress.value = 'waiting'
      item.problem.value = ''
      start(item)
    },
    clear() {
      for (const item of items.value) drop(item)
      items.value = []
    },
  }
}

function drop({ stop, preview, media }: Attachment): void {
  stop.abort()
  if (media.value) noteMedia(media.value)
  if (preview) URL.revokeObjectURL(preview)
}

function kindOf({ type }: File): MediaKind {
  const kind = type.split('/')[0]
  // What no browser may run is no picture for us either.
  if (kind === 'image') return type === 'image/svg+xml' ? 'file' : 'image'
  return kind === 'video' || kind === 'audio' ? kind : 'file'
}
