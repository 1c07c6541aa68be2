const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte']

/** So many bytes, as people say it: `1.2 MB`, `340 kB`; in French `1,2 Mo`. */
export function sizeIn(tag: string, bytes: number): string {
  let amount = bytes / 1000
  let unit = 0
  // What would be rounded up to a thousand is one of the next unit.
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit++
  }
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: 'short',
    maximumFractionDigits: amount < 9.95 ? 1 : 0,
  }).format(bytes > 0 ? Math.max(amount, 0.1) : 0)
}

/** How long a sound or a video is, in either language: `0:07`, `12:30`, `1:02:03`. */
export function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** A sentence of the server that counts bytes, as people say it. */
export function withSizes(tag: string, sentence: string): string {
  return sentence.replaceAll(/\b(\d+) bytes\b/g, (_, bytes) => sizeIn(tag, Number(bytes)))
}
