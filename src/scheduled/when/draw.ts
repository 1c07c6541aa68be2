/**
 * A whole number from `least` to `most`, both included, each as likely as any other; from the cryptographic generator,
 * so that nobody can guess it. Ranges go up to 2^53.
 */
export function drawBetween(least: number, most: number): number {
  const range = BigInt(most) - BigInt(least) + 1n
  const words = new BigUint64Array(1)
  // What lies above the last whole multiple of the range would make small results likelier: it is drawn again.
  const fair = (2n ** 64n / range) * range
  do crypto.getRandomValues(words)
  while (words[0]! >= fair)
  return least + Number(words[0]! % range)
}
