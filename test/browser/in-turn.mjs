export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Does what it is given one after the other. */
export function inTurn() {
  let last = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
