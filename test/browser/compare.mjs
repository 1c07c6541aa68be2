import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'

/** What a page shows of a message, as it must be by what the server says of it. */
function rowOf(message, all) {
  const { position, text, deleted, edited_at, pinned_at, reactions, reply_to_id } = message
  const replied = all.find(({ id }) => id === reply_to_id)
  return {
    position,
    text: deleted ? 'Message deleted' : text,
    edited: !deleted && edited_at !== null,
    pinned: pinned_at !== null,
    reactions: reactions.map(({ emoji, count, mine }) => `${emoji}, ${count}${mine ? ', mine' : ''}`),
    quote: !reply_to_id || deleted ? '' : !replied || replied.deleted ? 'gone' : replied.text,
  }
}

/** All messages of a chat as the server has them for somebody. */
export async function truthOf({ ask }, chat) {
  const items = []
  for (let after = 0; after !== null; ) {
    const page = await ask('GET', `/api/v1/chats/${chat.id}/messages?limit=200&after=${after}`)
    items.push(...page.items)
    after = page.next
  }
  return items
}

/** What the page shows now, what of it is not sent, and whether the chat begins there. */
function shown(page) {
  return page.evaluate(() => {
    const words = (one) => one?.textContent ?? ''
    const rows = [...document.querySelectorAll('.messages li.message')].map((row) => ({
      position: Number(row.dataset.position),
      text: words(row.querySelector('.text')),
      edited: [...row.querySelectorAll('.meta > span')].some((one) => one.textContent === 'edited'),
      pinned: words(row.querySelector('.meta')).startsWith('pinned'),
      reactions: [...row.querySelectorAll('.reactions button')].map(
        (one) => one.ariaLabel + (one.ariaPressed === 'true' ? ', mine' : ''),
      ),
      quote: row.querySelector('.quote.soft') ? 'gone' : words(row.querySelector('.quote > span')),
    }))
    return {
      rows,
      unsent: [...document.querySelectorAll('.unsent-message')].map(words),
      atBeginning: document.querySelector('.beginning') !== null,
    }
  })
}

/**
 * What is there now is a part of the truth; and so it is up to its end, which is read anew only where the page knows that it
 * does not have it: whoever comes back to much unread is shown where that begins.
 */
async function asItStands({ page }, truth) {
  const part = ([first, last]) => truth.filter(({ position }) => position >= first && position <= last)
  async function compared(endOf) {
    const { rows, unsent } = await shown(page)
    return { unsent, found: different(rows, part([rows[0]?.position ?? 0, endOf(rows)])) }
  }
  const right = { unsent: [], found: [] }
  await eventually(() => compared((rows) => rows.at(-1)?.position ?? Number.POSITIVE_INFINITY), right)
  await page.evaluate(() => document.querySelector('.to-end')?.click())
  await eventually(() => compared(() => Number.POSITIVE_INFINITY), right)
}

/** Up to the beginning of the chat: everything that was seen on the way, once each. */
async function fromTheBeginning({ page }, truth) {
  const seen = new Map()
  for (let isWhole = false; !isWhole; ) {
    const { rows, atBeginning } = await shown(page)
    const positions = rows.map(({ position }) => position)
    assert.deepEqual(
      positions,
      [...new Set(positions)].sort((a, b) => a - b),
    )
    for (const row of rows) seen.set(row.position, row)
    isWhole = atBeginning
    await page.evaluate(() => {
      document.querySelector('.history').scrollTop = 0
    })
  }
  const all = [...seen.values()].sort((a, b) => a.position - b.position)
  assert.deepEqual(different(all, truth), [])
}

function different(rows, truth) {
  const found = []
  for (let i = 0; i < Math.max(rows.length, truth.length); i++)
    if (JSON.stringify(rows[i]) !== JSON.stringify(truth[i])) found.push({ shown: rows[i], is: truth[i] })
  return found
}

/** A page shows what the server has: first as it stands there, then all of it up to the beginning. */
export async function compareChat(person, chat, messages) {
  const truth = messages.map((message) => rowOf(message, messages))
  await person.page.locator(`.chat-list a.row[href="/app/chat/${chat.id}"]`).click()
  await asItStands(person, truth)
  await fromTheBeginning(person, truth)
}

/**
 * The list of chats: in which order, and how much is unread in each. The server is asked anew at each look, since an open page
 * may be about to say that it has read its chat.
 */
export async function compareList({ page, ask }) {
  const rows = () =>
    page.locator('.chat-list a.row').evaluateAll((all) =>
      all.map((row) => ({
        href: row.getAttribute('href'),
        unread: Number(row.querySelector('.badge:not(.mention) > span')?.textContent ?? 0),
      })),
    )
  async function compared() {
    const { items } = await ask('GET', '/api/v1/chats')
    const order = items.toSorted((a, b) => b.active_at - a.active_at)
    const is = order.map(({ id, unread_count }) => ({ href: `/app/chat/${id}`, unread: unread_count }))
    return different(await rows(), is)
  }
  await eventually(compared, [])
}
