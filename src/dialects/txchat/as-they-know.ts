import { MediaInfo } from '../../media/media.ts'

/** Of what ours call a picture and media, these clients look for the address. */
interface Shown {
  first_name?: unknown
  picture?: unknown
  content?: unknown
  media?: unknown
}

/** A person, and whoever is in an answer of ours, with his picture where these clients look for it. */
export function withAva<P extends { picture: string | null }>(
  person: P,
  origin: string,
): P & { ava?: string } {
  return person.picture === null ? person : { ...person, ava: origin + person.picture }
}

/** Where a file is fetched by whoever may see the message that it belongs to. */
export const addressOf = ({ id }: Pick<MediaInfo, 'id'>, origin: string) =>
  `${origin}/api/v1/media/${id}/content`

/**
 * An answer of ours about projects, with what these clients look for besides: the pictures of people, and the file of a
 * message, as addresses for `<img src>` and `<a href>`.
 */
export function asTheyKnow(answer: unknown, origin: string): unknown {
  if (Array.isArray(answer)) return answer.map((one) => asTheyKnow(one, origin))
  if (typeof answer !== 'object' || answer === null || answer instanceof Response) return answer
  const known = Object.entries(answer).map(([key, value]) => [key, asTheyKnow(value, origin)])
  const { first_name, picture, content, media }: Shown = answer
  const isPerson = typeof first_name === 'string' && typeof picture === 'string'
  const file =
    typeof content === 'string' && Array.isArray(media) ? MediaInfo.safeParse(media[0]).data : undefined
  return {
    ...Object.fromEntries(known),
    ...(isPerson ? { ava: origin + picture } : {}),
    ...(file ? { file_name: file.name, file_base64: addressOf(file, origin) } : {}),
  }
}
