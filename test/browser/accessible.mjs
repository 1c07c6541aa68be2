// Whoever cannot see, or not well: axe looks at every page, light and dark, on a phone and on a wide screen.
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { furnish } from './furnished.mjs'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Each place is looked at on a phone and on a wide screen, by day and by night. */
const VIEWS = [
  [360, 'light'],
  [360, 'dark'],
  [1440, 'dark'],
  [1440, 'light'],
]
/** All other rules are the same by day and by night. */
const COLOURS = ['color-contrast', 'link-in-text-block']
/** What must not be anywhere. In pages that are ours alone, axe must find nothing at all. */
const BAD = ['serious', 'critical']

await play(
  async ({ scripter, visitor }) => {
    const house = await furnish(scripter)
    const guest = await visitor('guest', { reducedMotion: 'reduce', permissions: ['microphone', 'camera'] })
    const found = []
    const look = (where) => inspect(guest, where, found)
    await outside(guest, look)
    await firstSteps(guest, look)
    await guest.context.clearCookies()
    await guest.logIn('alice')
    await inside(guest, house, look)
    await ahead(guest, house, look)
    await together(guest, house, look)
    await atPlay(guest, house, look)
    assert.deepEqual(found, [])
  },
  { flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] },
)

/** Notes what axe says of the page as it is now. */
async function inspect({ page }, where, found) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  for (const [width, colorScheme] of VIEWS) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    await settled(page)
    const options = { resultTypes: ['violations'], ...(colorScheme === 'dark' && { runOnly: COLOURS }) }
    const { violations } = await page.evaluate((options) => globalThis.axe.run(options), options)
    for (const { id, impact, nodes } of violations)
      if (BAD.includes(impact) || where !== '/docs')
        found.push(`${where} at ${width}, ${colorScheme}: ${impact} ${id}: ${nodes.map(shown).join(' | ')}`)
  }
}

function shown({ html, any }) {
  return `${html.slice(0, 200)} ${any[0]?.message ?? ''}`
}

/** No colour is on its way to another one. */
function settled(page) {
  return page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

async function outside({ page }, look) {
  for (const path of ['/docs/start', '/docs/problems', '/docs']) {
    await page.goto(path)
    await page.getByRole('heading').first().waitFor()
    await look(path)
  }
  await page.goto('/')
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor()
  await look('signing in')
  await page.getByLabel('Username, e-mail or phone').fill('alice')
  await page.getByLabel('Password', { exact: true }).fill('not the right one')
  await page.locator('form').getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor()
  await look('signing in, refused')
  await page.locator('.turn').getByRole('button', { name: 'Sign up' }).click()
  await look('signing up')
}

async function firstSteps(guest, look) {
  const { page } = guest
  await page.getByLabel('Username').fill(guest.name)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.locator('form').getByRole('button', { name: 'Sign up' }).click()
  await page.getByText('No conversations yet').locator('visible=true').waitFor()
  await look('an empty list')
}

async function inside(guest, { alice, group, direct, invite }, look) {
  const { page } = guest
  const at = async (path, seen) => {
    await page.evaluate(goTo, path)
    await seen.first().waitFor()
    await look(path.replace(/[0-9a-f-]{36}/, '…'))
  }
  await at('/', guest.link('Walking club'))
  await alice.ask('PUT', `/api/v1/chats/${group.id}/mute`, {})
  await at('/', guest.link('Walking club').getByText('Muted'))
  await at('/app/new', guest.button('Bob Osei @bob'))
  await at('/app/new/group', guest.button('Bob Osei @bob'))
  await at(`/app/join/${invite}`, guest.button('Join the group'))
  await at('/app/join/nonsense', page.getByText('not good any more'))
  await at('/app/chat/nonsense', page.getByText('not here any more'))
  await at('/app/search?query=walnuts', page.locator('.found mark'))
  await at('/app/search?query=nonsense', page.getByText('Nothing was found.'))
  await at('/app/settings/profile', page.getByLabel('About'))
  await at('/app/settings/privacy', page.getByRole('switch'))
  await at('/app/settings/notices', page.getByText('Devices that are told'))
  await at('/app/settings/contacts', page.getByText('Nothing is kept.'))
  await at('/app/settings/language', page.getByLabel('My time zone'))
  await at('/app/settings/media', page.getByText('in a message').first())
  await at('/app/settings/sessions', page.getByText('This device'))
  await at('/app/settings/password', page.getByLabel('Present password'))
  await at('/app/settings/blocked', guest.button('Unblock'))
  await at(`/app/chat/${direct.id}`, page.locator('.sound'))
  await withMedia(guest, look)
  await at(`/app/chat/${direct.id}/info`, guest.button('Block'))
  await guest.button('Mute').click()
  await page.getByRole('menu').waitFor()
  await look('a menu of how long to mute')
  await page.keyboard.press('Escape')
  await at(`/app/chat/${group.id}/info`, page.locator('.copyable'))
  await memberMenu(guest, look)
  await at(`/app/chat/${group.id}`, page.locator('.message'))
  await overTheChat(guest, look)
}

/** What is on its way, writing to the future, and a letter. */
async function ahead(guest, { alice, bob, cleo, direct, group }, look) {
  const { page } = guest
  await page.keyboard.press('Escape')
  const write = (one, to, when, more) =>
    one.ask('POST', '/api/v1/scheduled', { to: [to], text: 'Later', when, ...more })
  const july = { local: '2037-07-14T09:00', zone: 'Europe/Paris' }
  const repeat = { rule: 'FREQ=MONTHLY;BYDAY=-1FR' }
  const weekly = await write(alice, { chat_id: group.id }, { ...july, repeat })
  const gone = await write(alice, { phone: '+33612345678' }, july)
  await alice.ask('POST', `/api/v1/scheduled/${gone.id}/cancel`)
  await write(bob, { user_id: alice.id }, july, { secrecy: 'announced' })
  await page.evaluate(goTo, '/app/future')
  await page.locator('.announced-one').waitFor()
  await look('the future')
  await page.evaluate(goTo, '/app/future?shelf=failed')
  await page.locator('.row-state').waitFor()
  await look('what has not arrived')
  await page.evaluate(goTo, `/app/future/${weekly.id}`)
  await page.locator('.dates').waitFor()
  await look('a message to the future')
  await page.evaluate(goTo, '/app/future/new')
  await guest.button('Again and again').click()
  await page.getByLabel('Of what').selectOption('month')
  await page.locator('.dates').waitFor()
  await page.locator('.ways summary').click()
  await guest.button('Send it off').click()
  await page.getByText('Who is to get it?').waitFor()
  await look('writing to the future, again and again')
  await guest.button('A surprise, in between').click()
  await look('writing to the future, some time')
  const { id } = await write(cleo, { user_id: alice.id }, { in: { unit: 'hour', count: 1 } })
  await cleo.ask('POST', `/api/v1/scheduled/${id}/send-now`)
  await guest.link('Cleo Marin').click()
  await page.locator('.letter').waitFor()
  await look('a letter')
  await page.evaluate(goTo, `/app/chat/${direct.id}`)
  await guest.message('Good morning, Alice').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Send it back to me later' }).click()
  await guest.button('At a time of your own').click()
  await look('sending a message back')
}

/** Projects and events. */
async function together(guest, { alice, bob, cleo }, look) {
  const { page } = guest
  await page.keyboard.press('Escape')
  const people = { coaches: [bob.id], participants: [cleo.id] }
  const draft = { title: 'A garden', description: 'Bees, and *tomatoes*.', ...people }
  const project = await alice.ask('POST', '/api/v1/projects', draft)
  const plan = (more) => alice.ask('POST', '/api/v1/events', { title: 'Supper', time: '8pm', ...more })
  const repeat = { rule: 'FREQ=WEEKLY' }
  const weekly = await plan({ date: daysFromNow(1), repeat, chat_id: project.chat_id, capacity: 1 })
  for (const one of [bob, cleo]) await one.ask('PUT', `/api/v1/events/${weekly.id}/answer`, { answer: 'yes' })
  const off = await plan({ date: daysFromNow(2), venue: 'The pier' })
  await alice.ask('POST', `/api/v1/events/${off.id}/cancel`)
  const at = async (path, seen) => {
    await page.evaluate(goTo, path)
    await seen.first().waitFor()
    await look(path.replace(/[0-9a-f-]{36}/, '…'))
  }
  await at('/app/projects', page.locator('.project-row'))
  await at('/app/projects/new', page.getByLabel('Title'))
  await at(`/app/projects/${project.id}`, page.locator('[data-part=coach]'))
  await guest.button('More: Bob Osei').click()
  await page.getByRole('menuitem', { name: 'Write privately' }).click()
  await look('writing privately')
  await page.keyboard.press('Escape')
  await at(`/app/chat/${project.chat_id}/info`, page.locator('.host-line'))
  await at('/app/events', page.locator('.date-row'))
  await at('/app/events?shelf=past', page.getByText('Nothing is over yet.'))
  await at(`/app/events/${weekly.id}`, page.locator('.event-dates li'))
  await guest.button('Invite people').click()
  await page.getByRole('dialog').waitFor()
  await look('inviting to an event')
  await page.keyboard.press('Escape')
  await at(`/app/events/${weekly.id}/edit`, page.getByLabel('Again and again'))
  await at('/app/events/feed', guest.button('Make a secret address'))
  await guest.button('Make a secret address').click()
  await page.locator('.copyable').waitFor()
  await look('a secret address')
  await at('/app/events/public', page.locator('.date-row'))
  await at(`/app/events/public/${off.id}`, page.getByText('This event is called off.'))
}

/** So many days from now, in UTC. */
function daysFromNow(n) {
  return new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
}

/** The lobby, a room with a game, leaderboards and friends. */
async function atPlay(guest, { alice, bob, cleo }, look) {
  const { page } = guest
  await page.keyboard.press('Escape')
  const rooms = '/api/v1/rooms'
  const room = await alice.ask('POST', rooms, { game: 'connect-four', clock_seconds: 3600 })
  await bob.ask('POST', `${rooms}/${room.id}/join`, {})
  for (const [n, one] of [alice, bob, alice].entries())
    await one.ask('POST', `${rooms}/${room.id}/moves`, { number: n + 1, move: { column: 3 } })
  await cleo.ask('POST', rooms, { game: 'tic-tac-toe', invited_ids: [alice.id] })
  await bob.ask('POST', rooms, { game: 'tic-tac-toe' })
  await alice.ask('PUT', `/api/v1/friends/${bob.id}`)
  const at = async (path, seen, name) => {
    await page.evaluate(goTo, path)
    await seen.first().waitFor()
    await look(name)
  }
  await at('/app/games', page.locator('.room-ways'), 'the lobby')
  await at('/app/games/new', page.locator('.person-button'), 'opening a room')
  await at(`/app/games/room/${room.id}`, page.locator('.cell[data-last]'), 'a room')
  await bob.ask('POST', `${rooms}/${room.id}/resign`)
  await guest.button('Play again').waitFor()
  await look('a room, when the game is over')
  await at('/app/games/all', page.locator('.game-line'), 'all games')
  await at('/app/games/leaders', page.locator('.leaderboard tbody tr'), 'a leaderboard')
  await at('/app/games/friends', page.locator('.friend'), 'friends')
  await at(`/app/games/person/${bob.id}`, page.locator('.scores li'), 'a person')
}

async function withMedia(guest, look) {
  const { page } = guest
  await page.locator('.photo').first().click()
  await page.locator('.viewer-stage img').waitFor()
  await look('a photo, large')
  await page.keyboard.press('Escape')
  await page.locator('.composer input[type=file]').setInputFiles([
    { name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('walnuts') },
    { name: 'none.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ])
  await page.locator('.attachment[data-progress=ready]').waitFor()
  await page.locator('.attachment[data-progress=refused]').waitFor()
  await look('what is attached')
  await guest.button('Attach').click()
  await page.getByRole('menu').waitFor()
  await look('the ways to attach')
  await page.getByRole('menuitem', { name: 'Record a sound' }).click()
  await page.getByRole('timer').waitFor()
  await look('recording')
  await guest.button('Stop').click()
  await page.locator('.listening').waitFor()
  await look('listening')
  await page.keyboard.press('Escape')
  await guest.button('Attach').click()
  await page.getByRole('menuitem', { name: 'Take a photo' }).click()
  await page.locator('.shutter:enabled').waitFor()
  await look('the camera')
  await page.keyboard.press('Escape')
}

/** To another address without loading the page anew, as a link of the page would. */
function goTo(path) {
  history.pushState(null, '', path)
  dispatchEvent(new PopStateEvent('popstate'))
}

async function memberMenu(guest, look) {
  await guest.button('More: Bob Osei').click()
  await guest.page.getByRole('menu').waitFor()
  await look('the menu of a member')
  await guest.page.getByRole('menuitem', { name: 'Remove from the group' }).click()
  await guest.page.getByRole('dialog').waitFor()
  await look('a question')
  await guest.page.keyboard.press('Escape')
  await guest.button('Add people').click()
  await guest.page.getByRole('dialog').getByRole('button', { name: 'Add' }).first().waitFor()
  await look('adding people')
  await guest.page.keyboard.press('Escape')
  await eventually(() => guest.page.getByRole('dialog').count(), 0)
}

async function overTheChat(guest, look) {
  const { page } = guest
  await guest.message('walnuts').click({ button: 'right' })
  await page.getByRole('menu').waitFor()
  await look('the menu of a message')
  await page.getByRole('menuitem', { name: 'Details' }).click()
  await page.getByRole('dialog').waitFor()
  await look('the details of a message')
  await page.keyboard.press('Escape')
  await guest.button('Pinned messages: 1').click()
  await page.getByRole('dialog').waitFor()
  await look('what is pinned')
  await page.keyboard.press('Escape')
  await guest.button('Emoji').click()
  await page.getByRole('group', { name: 'Emoji' }).waitFor()
  await look('the emoji')
  await page.keyboard.press('Escape')
  await guest.field().fill('Hello @b')
  await page.getByRole('listbox').waitFor()
  await look('people to mention')
  await guest.field().fill('')
  await guest.message('walnuts').focus()
  await page.keyboard.press('r')
  await page.getByText('Replying to').waitFor()
  await look('a reply')
  await guest.message('walnuts').focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'By keyboard' }).waitFor()
  await look('the key sheet')
}
