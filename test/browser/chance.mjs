/** What looks like chance and is the same for the same seed, so that what was found can be looked at again (mulberry32). */
export function openChance(seed) {
  let state = seed >>> 0

  /** At least 0 and less than 1. */
  function number() {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    number,
    below: (most) => number() * most,
    of: (items) => items[Math.floor(number() * items.length)],
    /** One of the names, each as often as its weight says. */
    weighed(weights) {
      let left = number() * Object.values(weights).reduce((sum, weight) => sum + weight)
      return Object.keys(weights).find((name) => {
        left -= weights[name]
        return left < 0
      })
    },
  }
}
