const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code))

/** The decimal digits of any script as 0 to 9. Unicode has the ten of each script in a row, the zero first. */
export function plainDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0)!
    let first = code
    while (isDigit(first - 1)) first--
    return String((code - first) % 10)
  })
}
