import { extensions } from './formats/sniff.ts'

const MOST_CHARACTERS = 120
/** Controls, marks that turn the direction of what follows, and what stands for no letter; but not what joins letters. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu
/** What some system takes for something else than a letter of a name. */
const reserved = /[<>:"|?*]/g

/**
 * A name under which anybody can keep the file: without folders, without what cannot be seen, not too long, and with an
 * ending that fits what it is.
 */
export function cleanName(given: string, contentType: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1)!
  const plain = last.replaceAll(unseen, '').replaceAll(reserved, '_').replaceAll(/\s+/gu, ' ')
  const name = plain.replaceAll(/^[. ]+|[. ]+$/g, '')
  const fitting = extensions[contentType]
  if (!fitting) return shorten(name || 'file', '')
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase()
  if (ending && fitting.includes(ending)) return shorten(name, '')
  return shorten(name || contentType.split('/')[0]!, `.${fitting[0]}`)
}

/** From the middle, so that the ending stays. */
function shorten(name: string, added: string): string {
  const letters = [...name]
  const most = MOST_CHARACTERS - added.length
  if (letters.length <= most) return name + added
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  return letters.slice(0, most - ending.length).join('') + ending + added
}

/** As RFC 6266 has it: the name in full, and for those who do not read that, as far as ASCII goes. */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${plain}"; filename*=UTF-8''${full}`
}
