import { strict as assert } from 'node:assert'

/** What somebody has said, edited and deleted, as he knows it. Each message begins with words that no other has. */
export function openLedger(name) {
  const messages = new Map()
  let number = 0
  const first = (text) => /^\w+ \d+/.exec(text)[0]

  return {
    count: () => ++number,
    next: () => `${name} ${++number}`,
    said: (chat, text) => messages.set(text, { chatId: chat.id, text, deleted: false }),
    edited(text) {
      messages.get(first(text)).text = text
    },
    removed(text) {
      messages.get(first(text)).deleted = true
    },
    get size() {
      return messages.size
    },
    /** All that he said is there, once, in the order in which he said it, with its last words. */
    compare(chat, items) {
      const mine = [...messages.values()].filter(({ chatId }) => chatId === chat.id)
      assert.deepEqual(
        items.map(({ text, deleted }) => (deleted ? 'deleted' : text)),
        mine.map(({ text, deleted }) => (deleted ? 'deleted' : text)),
        `what ${name} said in ${chat.title}`,
      )
    },
  }
}
