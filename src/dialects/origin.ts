import type { House } from '../http/house.ts'

/** What addresses begin with: they are whole, since these clients run on pages of their own. */
export function originOf({ config }: Pick<House, 'config'>, { url }: Pick<Request, 'url'>): string {
  return config.publicUrl ?? new URL(url).origin
}

/** The address of a picture here, as forms send it back that were given it. */
export function isPictureAddress(text: string): boolean {
  return /^(?:https?:\/)?\//.test(text) && text.includes('/media/pictures/')
}
