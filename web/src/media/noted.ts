import type { Media } from '../store/things.ts'

const noted = new Map<string, Media>()

/** What I have uploaded while the page is open: so a message that waits to be sent can show it. */
export function noteMedia(media: Media): void {
  noted.set(media.id, media)
}

export const notedMedia = (ids: string[]): Media[] => ids.flatMap((id) => noted.get(id) ?? [])

export function forgetMedia(): void {
  noted.clear()
}
