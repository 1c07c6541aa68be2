// Mallory and his friends say, are called and call groups everything that a page might take for something else than text.
import { strict as assert } from 'node:assert'
import { truthOf } from './compare.mjs'
import { naughty } from './naughty.mjs'
import { isSaid, notOnlyText } from './only-text.mjs'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const AT_ONCE = 30
const FRIENDS = 20

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
  const calm = await mallory.ask('POST', '/api/v1/chats', { title: 'Calm', member_ids: [alice.id] })

  const early = naughty.slice(0, -60)
  await messagesAre(mallory, group, early)
  await titlesAre(mallory, alice, early)
  await alice.open(`/app/chat/${group.id}`)
  await messagesAre(mallory, group, naughty.slice(-60))
  await titlesAre(mallory, alice, naughty.slice(-60))

  await allAreSeen(alice, group)
  await allAreListed(alice)
  await namesAreSeen(alice, friends, group)
  await alice.page.reload()
  await allAreSeen(alice, group)
  await alice.open(`/app/chat/${calm.id}`)
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

async function messagesAre(mallory, group, texts) {
  const path = `/api/v1/chats/${group.id}/messages`
  const sent = await eachOf(texts, (text) => unlessRefused(mallory.ask('POST', path, { text })))
  assert(sent.filter(Boolean).length > texts.length * 0.9)
}

async function titlesAre(mallory, alice, titles) {
  const member_ids = [alice.id]
  const made = await eachOf(titles, (title) =>
    unlessRefused(mallory.ask('POST', '/api/v1/chats', { title, member_ids })),
  )
  assert(made.filter(Boolean).length > titles.length * 0.7)
}

async function onlyText({ page }) {
  assert.deepEqual(await page.evaluate(notOnlyText), [])
}

/** Every message of the chat, from the last to the first: it is text, and says what was said. */
async function allAreSeen(alice, group) {
  const truth = await truthOf(alice, group)
  const seen = new Map()
  let links = 0
  await eventually(async () => (await rowsOf(alice)).at(-1)?.position, truth.at(-1).position)
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

function rowsOf({ page }) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.messages li.message')].map((row) => ({
      position: Number(row.dataset.position),
      text: row.querySelector('.text').textContent,
    })),
  )
}

/** Every chat by its title, each row as straight as all others. */
async function allAreListed(alice) {
  const chats = []
  for (let after = ''; after !== null; ) {
    const page = await alice.ask('GET', `/api/v1/chats?limit=200${after && `&after=${after}`}`)
    chats.push(...page.items)
    after = page.next
  }
  const titles = Object.fromEntries(chats.map(({ id, title }) => [`/app/chat/${id}`, title]))
  await eventually(
    async () => Object.fromEntries((await listOf(alice)).map(({ href, title }) => [href, title])),
    titles,
  )
  await rowsAreStraight(alice)
  await onlyText(alice)
}

function listOf({ page }) {
  return page.evaluate(() =>
    [...document.querySelectorAll('.chat-list a.row')].map((row) => ({
      href: row.getAttribute('href'),
      title: row.querySelector('.row-title').textContent,
    })),
  )
}

/** Whatever is written in it and in whichever direction, what a row is made of stands where it stands in all others. */
async function rowsAreStraight({ page }) {
  const shapes = await page.evaluate(() => {
    const all = [...document.querySelectorAll('.chat-list a.row')].map((row) => {
      const { left, right, top, height } = row.getBoundingClientRect()
      const place = (part) => {
        const box = row.querySelector(part).getBoundingClientRect()
        return [part, box.top - top, box.bottom - top]
      }
      const title = row.querySelector('.row-title').getBoundingClientRect()
      const time = row.querySelector('.row-time').getBoundingClientRect()
      const straight = [height, place('.avatar'), place('.row-text'), title.left - left, right - time.right]
      return JSON.stringify([...straight, title.right <= time.left, time.right <= right])
    })
    return [...new Set(all)]
  })
  assert.deepEqual(shapes.slice(1), [])
}

/** Everybody is called everything in turn, wherever names stand: in the list, above what he says, among the members. */
async function namesAreSeen(alice, friends, group) {
  const chats = await eachOf(friends, (friend) => friend.ask('PUT', `/api/v1/chats/direct/${alice.id}`))
  for (const [n, friend] of friends.entries()) {
    await friend.ask('POST', `/api/v1/chats/${chats[n].id}/messages`, { text: `I am friend ${n}` })
    await friend.ask('POST', `/api/v1/chats/${group.id}/messages`, { text: `It is me, friend ${n}` })
  }
  await alice.open(`/app/chat/${group.id}/info`)
  let taken = 0
  for (let from = 0; from < naughty.length; from += FRIENDS) {
    const names = naughty.slice(from, from + FRIENDS)
    const renamed = await Promise.all(
      names.map((name, n) => unlessRefused(friends[n].ask('PATCH', '/api/v1/users/me', { name }))),
    )
    const expected = renamed.map((me, n) => me && [me.name, me.name, me.name, `I am friend ${n}`])
    taken += renamed.filter(Boolean).length
    await eventually(async () => {
      const shown = await namesOf(alice, friends, chats)
      return expected.map((one, n) => one && shown[n])
    }, expected)
    await onlyText(alice)
    await rowsAreStraight(alice)
  }
  assert(taken > naughty.length * 0.7)
}

/** Of each friend: his name in the list of chats, above his last message, and among the members; and his words in the list. */
function namesOf({ page }, friends, chats) {
  const asked = friends.map(({ id }, n) => ({
    id,
    href: `/app/chat/${chats[n].id}`,
    text: `It is me, friend ${n}`,
  }))
  return page.evaluate((asked) => {
    const rows = [...document.querySelectorAll('.messages li.message')]
    const members = [...document.querySelectorAll('.info .person')]
    return asked.map(({ href, text }, n) => {
      const row = document.querySelector(`.chat-list a.row[href="${href}"]`)
      const said = rows.find((one) => one.querySelector('.text').textContent === text)
      const member = members.find((one) => one.querySelector('.soft')?.textContent === `@friend${n}`)
      return [
        row?.querySelector('.row-title').textContent,
        said?.querySelector('.author bdi')?.textContent,
        member?.querySelector('bdi').textContent,
        row?.querySelector('.row-text').textContent,
      ]
    })
  }, asked)
}
