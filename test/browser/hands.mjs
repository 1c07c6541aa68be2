/**
 * Runs in the page: does something there as hands would, but quicker than a driver can from outside. Answers with the words
 * of the message that it was done to, or null where it could not be done.
 */
export async function hands({ deed, words, luck, emoji, href }) {
  const QUICK = 1500
  const MINE = 'ol.messages li[data-mine]:not(:has(.gone))'
  const ANY = 'ol.messages li.message:not(:has(.gone))'
  const find = (selector) => document.querySelector(selector)
  const pause = () => new Promise((done) => setTimeout(done, 10))
  const press = (where, key) => {
    where.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }

  async function appears(selector) {
    for (const since = performance.now(); performance.now() - since < QUICK; await pause())
      if (find(selector)) return find(selector)
    return null
  }

  async function write() {
    const field = find('#compose')
    field.value = words
    field.dispatchEvent(new InputEvent('input', { bubbles: true }))
    await appears('.send:enabled')
    press(field, 'Enter')
    return words
  }

  /** One of those that were said just now. */
  function turnTo(selector) {
    const some = [...document.querySelectorAll(selector)].slice(-12)
    const row = some[Math.floor(luck * some.length)]
    row?.focus()
    return row
  }

  const wordsOf = (row) => row.querySelector('.text').textContent

  const deeds = {
    say: write,
    look: () => find(`.chat-list a.row[href="${href}"]`)?.click(),
    async edit() {
      const row = turnTo(MINE)
      if (!row) return null
      const before = wordsOf(row)
      words = `${/^\w+ \d+/.exec(before)[0]} (${words})`
      press(row, 'e')
      if (!(await appears('.about .about-text'))) return null
      return write()
    },
    async remove() {
      const row = turnTo(MINE)
      if (!row) return null
      press(row, 'Delete')
      const yes = await appears('dialog .button.danger')
      if (!yes) return null
      const before = wordsOf(row)
      yes.click()
      return before
    },
    async react() {
      const row = turnTo(ANY)
      if (!row) return null
      press(row, '+')
      if (!(await appears('.emoji-picker button'))) return null
      const buttons = [...document.querySelectorAll('.emoji-picker button')]
      buttons.find((one) => one.textContent === emoji).click()
      return wordsOf(row)
    },
    /** Does as others did, or takes it back. */
    join: () => turnTo('.reactions button')?.click(),
    /** Whoever may not is told so, and sees it as it was. */
    pin() {
      const row = turnTo(ANY)
      if (row) press(row, 'p')
    },
  }
  const done = (await deeds[deed]()) ?? null
  // What was done is put into the outbox once what was put there before has been kept.
  await pause()
  return done
}
