// Mallory and his friends say, are called and call groups everything that a page might take for something else than text.
import { strict as assert } from 'node:assert'
import { truthOf } from './compare.mjs'
import { naughty } from './naughty.mjs'
import { isSaid, notOnlyText } from './only-text.mjs'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const AT_ONCE = 40
const FRIENDS = 25
/** So many are said while alice looks on; the others lie there when she comes. What her friends say is still in sight then. */
const LIVE = 15

await play(async ({ visitor, scripter }) => {
  const mallory = await scripter('mallory', { name: 'Mallory' })
  const friends = await eachOf([...Array(FRIENDS).keys()], (n) => scripter(`friend${n}`))
  const alice = await visitor('alice')
  const ran = await watchWhatRuns(alice)
  await alice.join({ username: 'alice', password: 'correct horse battery' })
  const group = await mallory.ask('POST', '/api/v1/chats', {
    title: 'Naughty',
    member_ids: [alice.id, ...friends.map(({ id }) => id)],
  })
  await theySay(mallory, group, naughty.slice(0, -LIVE))
  const circle = await theyMeet(friends, alice, group)

  await alice.open(`/app/chat/${group.id}`)
  await theySay(mallory, group, naughty.slice(-LIVE))
  await allIsSeen(alice, group)
  await alice.open(`/app/chat/${group.id}/info`)
  await theyAreCalled(circle, alice, group)
  await alice.page.reload()
  await allIsSeen(alice, group)
  assert.deepEqual(ran, [])
})

/** What scripts that run, and windows that open, leave behind; it grows. */
async function watchWhatRuns({ context }) {
  const ran = []
  await context.exposeBinding('parleyTestRan', (_, what) => ran.push(`ran: ${what}`))
  context.on('dialog', (dialog) => {
    ran.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('page', (page) => ran.push(`opened: ${page.url()}`))
  return ran
}

async function eachOf(items, work) {
  const done = []
  for (let from = 0; from < items.length; from += AT_ONCE)
    done.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))))
  return done
}

/** What the server does not take, it refuses as a fault of the one who asks. */
function unlessRefused(answer) {
  return answer.catch((error) => {
    assert.equal(error.status, 400, error.message)
    return undefined
  })
}

async function theySay(mallory, group, texts) {
  const path = `/api/v1/chats/${group.id}/messages`
  const sent = await eachOf(texts, (text) => unlessRefused(mallory.ask('POST', path, { text })))
  assert(sent.filter(Boolean).length > texts.length * 0.9)
}

/** Each friend says something to alice, in the group, and in a group of the two. */
function theyMeet(friends, alice, group) {
  return eachOf(friends, async ({ id, ask }, n) => {
    const direct = await ask('PUT', `/api/v1/chats/direct/${alice.id}`)
    const two = await ask('POST', '/api/v1/chats', { title: 'Two', member_ids: [alice.id] })
    const text = `This is friend ${n}`
    for (const chat of [group, direct, two]) await ask('POST', `/api/v1/chats/${chat.id}/messages`, { text })
    return { id, ask, text, username: `friend${n}`, direct: direct.id, two: two.id }
  })
}

async function onlyText({ page }) {
  assert.deepEqual(await page.evaluate(notOnlyText), [])
}

/** Every message of the chat, from the last to the first: it is text, and says what was said. */
async function allIsSeen(alice, group) {
  const truth = await truthOf(alice, group)
  const seen = new Map()
  let links = 0
  await goToTheEnd(alice, truth.at(-1).position)
  while (seen.size < truth.length) {
    const before = seen.size
    await eventually(async () => {
      for (const { position, text } of await rowsOf(alice)) seen.set(position, text)
      await alice.page.evaluate(() => {
        document.querySelector('.history').scrollTop = 0
      })
      return seen.size > before
    }, true)
    await onlyText(alice)
    links += await alice.page.locator('.message .text a').count()
  }
  assert(links > 10)
  const wrong = truth.filter(({ position, text }) => !isSaid(seen.get(position), text))
  assert.deepEqual(
    wrong.map(({ position, text }) => ({
      shown: seen.get(position).slice(0, 200),
      sent: text.slice(0, 200),
    })),
    [],
  )
}

/** One comes to what is unread first. */
function goToTheEnd(alice, position) {
  return eventually(async () => {
    await alice.page.evaluate(() => document.querySelector('.to-end')?.click())
    return (await rowsOf(alice)).at(-1)?.position
  }, position)
}

function rowsOf({ page }) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.messages li.message')].map((row) => ({
      position: Number(row.dataset.position),
      text: row.querySelector('.text').textContent,
    })),
  )
}

/** Everybody, and every group, is called everything in turn. */
async function theyAreCalled(circle, alice, group) {
  await alice.page.evaluate(() => {
    document.querySelector('.history').scrollTop = 0
  })
  await goToTheEnd(alice, (await truthOf(alice, group)).at(-1).position)
  const asked = circle.map(({ ask: _, ...one }) => one)
  let taken = 0
  for (let from = 0; from < naughty.length; from += FRIENDS) {
    const named = await nameAll(circle, naughty.slice(from, from + FRIENDS))
    taken += named.filter(Boolean).length
    await eventually(async () => {
      const shown = await alice.page.evaluate(namesShown, asked)
      return named.map((one, n) => one && shown[n])
    }, named)
    await onlyText(alice)
    assert.deepEqual((await alice.page.evaluate(shapesOfRows)).slice(1), [])
  }
  assert(taken > naughty.length * 0.7)
}

/** Answers with what must be shown of each; with nothing where the server did not take the name. */
function nameAll(circle, names) {
  return Promise.all(
    names.map(async (name, n) => {
      const { ask, two, text } = circle[n]
      const [me, chat] = await Promise.all([
        unlessRefused(ask('PATCH', '/api/v1/users/me', { name })),
        unlessRefused(ask('PATCH', `/api/v1/chats/${two}`, { title: name })),
      ])
      if (!me || !chat) return undefined
      const first = me.name.split(/\s+/)[0]
      return {
        direct: [me.name, text],
        two: [chat.title, `${first}: ${text}`],
        author: me.name,
        member: me.name,
      }
    }),
  )
}

/** Runs in the page: wherever names stand. */
function namesShown(circle) {
  const words = (one) => one?.textContent
  const messages = [...document.querySelectorAll('.messages li.message')]
  const members = [...document.querySelectorAll('.info .person')]
  return circle.map(({ text, username, direct, two }) => {
    const inList = (chatId) => {
      const row = document.querySelector(`.chat-list a.row[href="/app/chat/${chatId}"]`)
      return [words(row?.querySelector('.row-title')), words(row?.querySelector('.row-text'))]
    }
    const said = messages.find((one) => words(one.querySelector('.text')) === text)
    const member = members.find((one) => words(one.querySelector('.person-name .soft')) === `@${username}`)
    return {
      direct: inList(direct),
      two: inList(two),
      author: words(said?.querySelector('.author bdi')),
      member: words(member?.querySelector('bdi')),
    }
  })
}

/**
 * Runs in the page: the shapes of the rows in the list of chats, each once. Whatever is written in one, and in whichever
 * direction, its parts stand where they stand in all others, and who said something stands before what he said.
 */
function shapesOfRows() {
  const shapes = [...document.querySelectorAll('.chat-list a.row')].map((row) => {
    const box = row.getBoundingClientRect()
    const [avatar, title, time, text] = ['.avatar', '.row-title', '.row-time', '.row-text'].map((part) =>
      row.querySelector(part).getBoundingClientRect(),
    )
    const upright = [avatar, title, text].flatMap(({ left, top }) => [left - box.left, top - box.top])
    const name = row.querySelector('.row-text > bdi')
    const said = document.createRange()
    if (name?.nextSibling) said.setStartBefore(name.nextSibling)
    if (name) said.setEndAfter(name.parentElement.lastChild)
    // A name of nothing that can be seen stands nowhere.
    const { left, width } = name?.getBoundingClientRect() ?? { left: 0, width: 0 }
    const isBefore = width === 0 || left <= said.getBoundingClientRect().left
    return JSON.stringify([
      box.height,
      ...upright,
      box.right - time.right,
      title.right <= time.left,
      isBefore,
    ])
  })
  return [...new Set(shapes)]
}
