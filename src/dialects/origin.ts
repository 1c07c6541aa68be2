import type { House } from '../http/house.ts'

/** Connections keep theirs, and most have come by the same: one text serves them all. */
let latest = ''

/** What addresses begin with: they are whole, since these clients run on pages of their own. */
export function originOf({ config }: Pick<House, 'config'>, { url }: Pick<Request, 'url'>): string {
  const origin = config.publicUrl ?? new URL(url).origin
  if (origin !== latest) latest = origin
  return latest
}

/** The address of a picture here, as forms send it back that were given it. */
export function isPictureAddress(text: string): boolean {
  return /^(?:https?:\/)?\//.test(text) && text.includes('/media/pictures/')
}
