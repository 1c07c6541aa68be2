export interface Entry {
  phone: string
  name?: string
}

/** Digits of any script, and what people put between them. */
const number = /[+＋]?\(?\p{Nd}[\p{Nd}\s().\-‐‑–/]{4,30}\p{Nd}/u

/**
 * Reads numbers and names from what was pasted: one in a line, the name before or after it, or a vCard as telephones export
 * them. Lines without a number are passed over.
 */
export function readNumbers(text: string): Entry[] {
  return /^BEGIN:VCARD/im.test(text) ? readCards(text) : text.split(/\r?\n/).flatMap(readLine)
}

function readLine(line: string): Entry[] {
  const found = number.exec(line)
  if (!found) return []
  const rest = line.slice(0, found.index) + line.slice(found.index + found[0].length)
  return [entry(found[0], rest.replaceAll(/["<>,;:\t]+/g, ' '))]
}

function entry(phone: string, called: string): Entry {
  const name = called.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  return { phone: phone.trim().slice(0, 100), ...(name && { name }) }
}

/** RFC 6350, as far as telephones write it. A line that begins with a space goes on with the one before (3.2). */
function readCards(text: string): Entry[] {
  return text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/^BEGIN:VCARD/im)
    .flatMap((card) => {
      const lines = card.split(/\r?\n/)
      const name = valuesOf(lines, /^(?:[\w-]+\.)?FN[;:]/i)[0] ?? ''
      return valuesOf(lines, /^(?:[\w-]+\.)?TEL[;:]/i).map((phone) =>
        entry(phone.replace(/^tel:/i, ''), name.replaceAll(/\\([,;\\])/g, '$1')),
      )
    })
}

function valuesOf(lines: string[], begins: RegExp): string[] {
  return lines.filter((line) => begins.test(line)).map((line) => line.slice(line.indexOf(':') + 1).trim())
}
