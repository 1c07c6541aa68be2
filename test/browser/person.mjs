import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The machine may have much else to do; in milliseconds. */
export const PATIENCE = 20_000
export const PASSWORD = 'correct horse battery'

/** Makes an account; answers with who asks in its name. */
export async function register(url, account) {
  const answer = await fetch(`${url}/api/v1/users`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(account),
  })
  assert.equal(answer.status, 201)
  return askerOf(url, await answer.json())
}

/** Asks the server as a script with a token does. */
function askerOf(url, { access_token: token, user }) {
  /** @throws Error for any answer but success */
  async function ask(method, path, body) {
    const headers = { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/json' }) }
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const text = await answer.text()
    if (!answer.ok)
      throw Object.assign(new Error(`${method} ${path}: ${answer.status} ${text}`), { status: answer.status })
    return text ? JSON.parse(text) : undefined
  }
  /** Uploads one of the files that the tests have. */
  async function upload(name) {
    const form = new FormData()
    form.append('file', new Blob([readFileSync(join(import.meta.dirname, '../media', name))]), name)
    const headers = { Authorization: `Bearer ${token}` }
    const answer = await fetch(`${url}/api/v1/media`, { method: 'POST', headers, body: form })
    assert.equal(answer.status, 201)
    return answer.json()
  }
  return { id: user.id, token, ask, upload }
}

/** Somebody at a page: what he does in it, what he sees there, and what a script of his asks the server. */
export function settle(name, url, context, page) {
  let asker

  /** Signs up without the page; the cookie is in the browser then. */
  async function join(account) {
    const answer = await context.request.post('/api/v1/users', { data: account })
    assert.equal(answer.status(), 201, await answer.text())
    const grant = await answer.json()
    asker = askerOf(url, grant)
  }

  const field = () => page.locator('#compose')

  return {
    name,
    context,
    get page() {
      return page
    },
    /** Another tab is the one that he looks at now. */
    turnTo(tab) {
      page = tab
    },
    join,
    ask: (...question) => asker.ask(...question),
    upload: (name) => asker.upload(name),
    get id() {
      return asker.id
    },
    get token() {
      return asker.token
    },
    /** Opens an address of the page, and waits until it is connected. */
    async open(path = '/') {
      await page.goto(path)
      await page.locator('.line-state[data-link=live]').first().waitFor({ state: 'attached' })
    },
    button: (title) => page.getByRole('button', { name: title, exact: true }),
    /** By a part of what it says. */
    link: (title) => page.getByRole('link', { name: title }),
    /** In the page, as strangers do. */
    async signUp(fullName, address = '/') {
      await page.goto(address)
      await page.locator('.turn').getByRole('button', { name: 'Sign up' }).click()
      await page.getByLabel('Username').fill(name)
      await page.getByLabel('Name (optional)').fill(fullName)
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await page.locator('form').getByRole('button', { name: 'Sign up' }).click()
      await page.locator('.shell').waitFor()
    },
    /** What is said of the connection, where it is seen: above the list, and above a chat on a phone. */
    lineState: () => page.locator('.line-state:visible'),
    /** In the page, into an account that is there. */
    async logIn(as = name) {
      await page.goto('/')
      await this.fillIn(as)
    },
    /** On the page that asks who one is. */
    async fillIn(as = name) {
      await page.getByLabel('Username, e-mail or phone').fill(as)
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await page.locator('form').getByRole('button', { name: 'Log in' }).click()
      await page.locator('.shell').waitFor()
    },
    field,
    /** Writes into the field of the open chat, and sends. */
    async say(text) {
      await field().fill(text)
      await field().press('Enter')
    },
    /** A message by its words; with what belongs to it. */
    message: (text) => page.locator('li.message', { has: page.locator('.text', { hasText: text }) }).last(),
    /** The words of all messages in sight of the store, in order: those said, then those not said yet. */
    texts: () => page.locator('li.message .text').allTextContents(),
    said: () => page.locator('ol.messages .text').allTextContents(),
    unsent: () => page.locator('ol.unsent .text').allTextContents(),
    /** How many writes his browser keeps that are not answered yet. */
    waiting: () => page.evaluate(countWaiting, asker.id),
    async describe() {
      const look = () => document.body.innerText.trim() || document.documentElement.outerHTML
      const text = await page.evaluate(look).catch(() => '(closed)')
      return `--- ${name} at ${page.url()}:\n${text}`
    },
  }
}

/** Runs in the page. */
async function countWaiting(userId) {
  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const db = await answer(indexedDB.open(`parley-outbox:${userId}`))
  const many = await answer(db.transaction('writes').objectStore('writes').count())
  db.close()
  return many
}

/** Waits until something is as it should be. @throws AssertionError that shows how it was instead */
export async function eventually(look, expected, most = PATIENCE) {
  const started = performance.now()
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 100)) {
    const seen = await look()
    try {
      return assert.deepEqual(seen, expected)
    } catch (error) {
      if (performance.now() - started > most) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
