/** Every page and state that is photographed. Each begins at an address; what is done then leaves the house as it was. */

/** Somebody who is logged in; a stranger; somebody new, who has no chats yet. */
const at = (name, path, act, more = {}) => ({ name, path, act, who: 'viewer', ...more })
const stranger = (name, path, act, more) => at(name, path, act, { who: 'stranger', ...more })

const chat = (key) => (stage) => `/app/chat/${stage.chats[key]}`
const room = (key) => (stage) => `/app/games/room/${stage.rooms[key]}`
const info = (key) => (stage) => `/app/chat/${stage.chats[key]}/info`

const project = (key) => (stage) => `/app/projects/${stage.together[key]}`
const event = (key) => (stage) => `/app/events/${stage.together[key]}`

/** What is below, as far as one can scroll. */
async function below(page) {
  await page.waitForTimeout(300)
  await page.locator('.page-body').evaluate((body) => body.scrollTo(0, 10_000))
}

const button = (page, name) => page.getByRole('button', { name, exact: true })
const message = (page, text) => page.locator('li.message', { hasText: text }).last()
const asMenu = (page, text) => message(page, text).locator('.bubble').click({ button: 'right' })
const field = (page) => page.locator('#compose')
const says = (page, text) => page.getByText(text).and(page.locator(':visible')).first().waitFor()

async function ask(stage, who, method, path, body) {
  const headers = { Authorization: `Bearer ${stage.tokens[who]}`, 'Content-Type': 'application/json' }
  const answer = await fetch(`${stage.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
}

async function signUp(page, fields) {
  await page.locator('.turn').getByRole('button').click()
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text)
  if (Object.keys(fields).length > 0) await page.locator('form button[type=submit]').click()
}

async function fromMenu(page, text, item) {
  await asMenu(page, text)
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function writeOffline(page) {
  await page.context().setOffline(true)
  await page.locator('.line-state:visible').waitFor()
  for (const text of ['I am in the tunnel now', 'This will come when I am out', 'Keep me a slice!'])
    await field(page)
      .fill(text)
      .then(() => field(page).press('Control+Enter'))
  await says(page, '3 waiting to send')
}

async function beRefused(page) {
  const detail = 'You cannot reach this person'
  const json = { code: 'forbidden', status: 403, title: 'Forbidden', detail }
  await page.route('**/messages', (route) => route.fulfill({ status: 403, json }))
  await field(page).fill('Do you get this?')
  await field(page).press('Control+Enter')
  await says(page, detail)
}

async function recurringly(page) {
  await button(page, 'Again and again').click()
  await page.getByLabel('Of what').selectOption('month')
  await page.getByLabel('On which day?').selectOption('weekday')
  await page.getByLabel('Which one').selectOption('-1')
  await page.getByLabel('Weekday').selectOption('FR')
}

async function openLetter(page) {
  await page.locator('.chat-list a.row', { hasText: 'Priya' }).click()
  await page.locator('.letter').click()
  await says(page, 'in the freezer')
}

/** One is there, one goes, one waits for the line, and one is refused. */
async function attachSome(page, stage) {
  await page.route('**/api/v1/media/uploads', (route) => {
    const name = atob(/filename (\S+)/.exec(route.request().headers()['upload-metadata'])[1])
    const detail = 'A file must not be longer than 104857600 bytes'
    if (name.startsWith('film')) return route.fulfill({ status: 413, json: { code: 'too_large', detail } })
    return route.continue()
  })
  const picture = await (await fetch(`${stage.url}/app/icon-512.png`)).arrayBuffer()
  const file = (name, mimeType, buffer = Buffer.alloc(300_000)) => ({ name, mimeType, buffer })
  const input = page.locator('.composer input[type=file]')
  await input.setInputFiles([
    file('the two of us.png', 'image/png', Buffer.from(picture)),
    file('film of the whole day.mp4', 'video/mp4'),
  ])
  await page.locator('.attachment[data-progress=ready]').waitFor()
  await page.route('**/api/v1/media/uploads/*', () => {})
  await input.setInputFiles([file('La recette des madeleines de ma grand-mère.pdf', 'application/pdf')])
  await field(page).fill('All that I have of it')
  await says(page, '0 %')
}

async function make(page, what, until) {
  await button(page, 'Attach').click()
  await page.getByRole('menuitem', { name: what }).click()
  if (until) await page.getByRole('timer').filter({ hasText: until }).waitFor()
}

/** As if every other chat were muted for ever. */
async function muteMany(page) {
  await page.route('**/api/v1/chats?*', async (route) => {
    const answer = await route.fetch()
    const { items, next } = await answer.json()
    const muted = items.map((chat, i) => (i % 2 === 1 ? { ...chat, muted_until: 253402300799999 } : chat))
    await route.fulfill({ response: answer, json: { items: muted, next } })
  })
}

/** As if there were a service worker, which the pictures go without. */
async function fakePush(page) {
  await page.addInitScript(() => {
    const registration = {
      pushManager: { getSubscription: async () => null },
      getNotifications: async () => [],
    }
    navigator.serviceWorker.getRegistration = async () => registration
  })
}

async function refuseDevices(page) {
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
}

export const shots = [
  stranger('sign-in', '/'),
  stranger('sign-in-refused', '/', async (page) => {
    await page.getByLabel('Username, e-mail or phone').fill(`maya.${Math.random().toString(36).slice(2, 6)}`)
    await page.getByLabel('Password', { exact: true }).fill('wrong horse')
    await page.locator('form button[type=submit]').click()
    await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor()
  }),
  stranger('sign-up', '/', (page) => signUp(page, {})),
  stranger('sign-up-refused', '/', async (page) => {
    await signUp(page, { Username: 'maya lind!', 'Name (optional)': 'Maya', Password: 'short' })
    await page.getByRole('alert').filter({ hasText: /./ }).first().waitFor()
  }),
  stranger('sign-up-taken', '/', async (page) => {
    await signUp(page, { Username: 'maya', Password: 'battery staple' })
    await says(page, 'taken')
  }),
  stranger('away', '/', (page) => says(page, 'We keep trying'), {
    before: (page) => page.route('**/api/v1/users/me', (route) => route.abort()),
  }),
  at('newcomer', '/', undefined, { who: 'newcomer' }),
  at('newcomer-new', '/app/new', (page) => page.locator('.people .person').first().waitFor(), {
    who: 'newcomer',
  }),

  at('home', '/'),
  at('home-filtered', '/', (page) => page.locator('.chat-list input').fill('choir')),
  at('home-filtered-none', '/', (page) => page.locator('.chat-list input').fill('orchestra')),

  at('chat-group', chat('garden')),
  at('chat-direct', chat('ines')),
  at('chat-unread', chat('choir')),
  at('chat-mentioned', chat('flat')),
  at('chat-empty', chat('kofi'), (page) => says(page, 'begins')),
  at('chat-code', chat('station')),
  at('chat-arabic', chat('noor')),
  at('chat-hebrew', chat('yael')),
  at('chat-long-word', chat('jonas')),
  at('chat-long-name', chat('maximiliana')),
  at('chat-long-title', chat('committee')),
  at('chat-deleted-account', chat('robin')),
  at('chat-gone', '/app/chat/01a1fde0-0000-7000-8000-000000000000'),
  at('chat-typing', chat('garden'), async (page, stage) => {
    for (const who of ['tom', 'priya'])
      await ask(stage, who, 'POST', `/chats/${stage.chats.garden}/typing`, { typing: true })
    await says(page, 'are typing')
  }),
  at('chat-found', (stage) => `/app/chat/${stage.chats.garden}?at=3`),
  at('chat-replying', chat('garden'), async (page) => {
    await fromMenu(page, 'There was frost', 'Reply')
    await field(page).fill('Good idea. The fleece is in the *green* box, and if it is not there,\nask Sam.')
  }),
  at('chat-editing', chat('garden'), (page) => fromMenu(page, 'In my bike bag', 'Edit')),
  at('chat-hover', chat('garden'), (page) => message(page, 'There was frost').locator('.bubble').hover()),
  at('chat-focus', chat('garden'), async (page) => {
    await field(page).focus()
    await page.keyboard.press('Control+ArrowUp')
    await page.keyboard.press('ArrowUp')
  }),
  at('chat-menu', chat('garden'), (page) => asMenu(page, 'In my bike bag')),
  at('chat-react', chat('garden'), (page) => fromMenu(page, 'There was frost', 'React')),
  at('chat-emoji', chat('ines'), (page) => button(page, 'Emoji').click()),
  at('chat-completion', chat('garden'), async (page) => {
    await field(page).pressSequentially('Can you bring the ladder, @')
    await page.locator('.completion').waitFor()
  }),
  at('chat-details', chat('garden'), (page) => fromMenu(page, 'Plan for Saturday', 'Details')),
  at('chat-delete', chat('garden'), (page) => fromMenu(page, 'In my bike bag', 'Delete for everybody')),
  at('chat-pins', chat('garden'), (page) => page.locator('.chat-head .counted').click()),
  at('chat-offline', chat('ines'), writeOffline, { alone: true }),
  at('chat-refused', chat('ines'), beRefused, { alone: true }),

  at('media', chat('lake'), (page) => page.locator('.history').evaluate((box) => box.scrollTo(0, 0))),
  at('media-below', chat('lake')),
  at('media-viewer', chat('lake'), async (page) => {
    await page.locator('.photos .photo').first().click()
    await page.locator('.viewer-stage img').waitFor()
  }),
  at('media-attach', chat('ines'), (page) => button(page, 'Attach').click()),
  at('media-attached', chat('ines'), attachSome, { alone: true }),
  at('media-recording', chat('ines'), (page) => make(page, 'Record a sound', '0:01')),
  at('media-recorded', chat('ines'), async (page) => {
    await make(page, 'Record a sound', '0:01')
    await button(page, 'Stop').click()
    await page.locator('.listening').waitFor()
  }),
  at('media-camera', chat('ines'), (page) => make(page, 'Take a photo')),
  at('media-photo', chat('ines'), async (page) => {
    await make(page, 'Take a photo')
    await page.locator('.shutter:enabled').click()
    await button(page, 'Add to the message').waitFor()
  }),
  at(
    'media-refused',
    chat('ines'),
    async (page) => {
      await make(page, 'Record a sound')
      await says(page, 'may not use the microphone')
    },
    { before: refuseDevices },
  ),

  at('group-info', info('garden')),
  at('group-info-below', info('garden'), async (page) => {
    await page.locator('.invites li').first().waitFor()
    await page.locator('.info-body').evaluate((body) => body.scrollTo(0, 10_000))
  }),
  at('group-info-member', info('choir')),
  at('group-info-long', info('committee')),
  at('group-member-menu', info('garden'), (page) =>
    page.getByRole('button', { name: 'More: Tomás' }).click(),
  ),
  at('group-remove', info('garden'), async (page) => {
    await page.getByRole('button', { name: 'More: Sam' }).click()
    await page.getByRole('menuitem', { name: 'Remove from the group' }).click()
  }),
  at('group-leave', info('choir'), (page) => button(page, 'Leave the group').click()),
  at('group-delete', info('garden'), (page) => button(page, 'Delete the group').click()),
  at('group-add', info('garden'), async (page) => {
    await button(page, 'Add people').click()
    await page.locator('dialog .person').first().waitFor()
  }),
  at('direct-info', info('tom')),
  at('mute-menu', info('tom'), async (page) => {
    await page.locator('.portrait').getByText('online').waitFor()
    await button(page, 'Mute').click()
  }),
  at('mute-list', '/', undefined, { before: muteMany }),
  at('mute-group', info('garden'), undefined, { before: muteMany }),
  at('mute-direct', info('tom'), undefined, { before: muteMany }),
  at('direct-info-long', info('maximiliana')),
  at('direct-block', info('tom'), (page) => button(page, 'Block').click()),
  at(
    'join',
    (stage) => stage.invite,
    (page) => says(page, 'Join the group'),
    { who: 'newcomer' },
  ),
  at('join-gone', '/app/join/none'),

  at('future', '/app/future', (page) => page.locator('.span').nth(2).waitFor()),
  at('future-below', '/app/future', async (page) => {
    await page.locator('.span').nth(2).waitFor()
    await page.locator('.page-body').evaluate((body) => body.scrollTo(0, 10_000))
  }),
  at('future-arrived', '/app/future?shelf=delivered', (page) => page.locator('.span').first().waitFor()),
  at('future-failed', '/app/future?shelf=failed', (page) => page.locator('.span').first().waitFor()),
  at('future-none', '/app/future', (page) => says(page, 'Nothing is on its way'), { who: 'newcomer' }),
  at('future-new', '/app/future/new', (page) => page.locator('.choices button').nth(8).waitFor()),
  at('future-empty-try', '/app/future/new', async (page) => {
    await page.locator('.choices button').nth(8).waitFor()
    await button(page, 'Send it off').click()
  }),
  at(
    'future-choice',
    (stage) => `/app/future/new?chat=${stage.chats.ines}`,
    async (page) => {
      await page.getByLabel('Your message').fill('Do you remember the light on that morning?')
      await button(page, 'In one year').click()
      await page.locator('.dates').waitFor()
    },
  ),
  at(
    'future-again',
    (stage) => `/app/future/new?chat=${stage.chats.ines}`,
    async (page) => {
      await page.getByLabel('Your message').fill('Is it Friday already?')
      await recurringly(page)
      await page.locator('.dates li').nth(4).waitFor()
    },
  ),
  at(
    'future-again-below',
    (stage) => `/app/future/new?chat=${stage.chats.ines}`,
    async (page) => {
      await recurringly(page)
      await page.locator('.dates li').nth(4).waitFor()
      await page.locator('.ways summary').click()
      await page.locator('.page-body').evaluate((body) => body.scrollTo(0, 10_000))
    },
  ),
  at('future-between', '/app/future/new', async (page) => {
    await button(page, 'A surprise, in between').click()
    await page.locator('.ticket-words').waitFor()
    await page.getByLabel('Not before').fill('2030-01-01')
    await says(page, 'must not be after')
  }),
  at('future-one', '/app/future', async (page) => {
    await page.getByText('who turns the compost').click()
    await page.locator('.dates').waitFor()
  }),
  at('future-edit', '/app/future', async (page) => {
    await page.getByText('Has the fig survived').click()
    await page.getByRole('link', { name: 'Change' }).click()
    await page.locator('.dates').first().waitFor()
  }),
  at('future-cancel', '/app/future', async (page) => {
    await page.getByText('Your negatives').click()
    await button(page, 'Cancel it').click()
  }),
  at('letter', '/', async (page) => {
    await page.locator('.chat-list a.row', { hasText: 'Priya' }).click()
    await page.locator('.letter').waitFor()
  }),
  at('letter-opened', '/', openLetter, { alone: true }),
  at('games', '/app/games', (page) => page.locator('.room-row').nth(4).waitFor()),
  at('games-below', '/app/games', async (page) => {
    await page.locator('.room-row').nth(4).waitFor()
    await page.locator('.page-body').evaluate((body) => body.scrollTo(0, 10_000))
  }),
  at('games-none', '/app/games', (page) => says(page, 'You are in no game'), { who: 'newcomer' }),
  at('games-new', '/app/games/new', (page) => page.locator('.person').nth(3).waitFor()),
  at('games-going', room('going'), (page) => page.locator('.cell[data-last]').waitFor()),
  at('games-won', room('won'), (page) => page.locator('.cell[data-line]').first().waitFor()),
  at('games-resign', room('going'), (page) => button(page, 'Give up').click()),
  at('games-chat', room('going'), async (page) => {
    const way = page.getByRole('button', { name: /^Chat/ })
    if (await way.isVisible()) await way.click()
    await page.locator('.message').first().waitFor()
  }),
  at('games-all', '/app/games/all', (page) => page.locator('.game-line').first().waitFor()),
  at('games-leaders', '/app/games/leaders', (page) => page.locator('.scores li').first().waitFor()),
  at('games-friends', '/app/games/friends', (page) => page.locator('.friend').first().waitFor()),
  at('games-person', '/app/games/leaders', async (page) => {
    await page.locator('.leaderboard').getByRole('link', { name: 'Tomás' }).click()
    await page.locator('.scores li').first().waitFor()
  }),
  at('french-games', '/app/games', (page) => page.locator('.room-row').nth(4).waitFor(), { locale: 'fr-FR' }),
  at('french-games-won', room('won'), (page) => page.locator('.cell[data-line]').first().waitFor(), {
    locale: 'fr-FR',
  }),

  at('send-back', chat('ines'), (page) => fromMenu(page, 'lumière', 'Send it back to me later')),
  at('projects', '/app/projects', (page) => page.locator('.project-row').first().waitFor()),
  at('projects-none', '/app/projects', (page) => says(page, 'No projects yet'), { who: 'newcomer' }),
  at('project', project('bridge'), (page) => page.locator('.project-people li').first().waitFor()),
  at('project-below', project('bridge'), below),
  at('project-participant', project('film'), (page) => says(page, 'You: Participant')),
  at('project-archived', project('shed'), (page) => says(page, 'Put away since')),
  at('project-menu', project('bridge'), (page) =>
    page.getByRole('button', { name: 'More: Kofi Mensah' }).click(),
  ),
  at('project-private', project('bridge'), async (page) => {
    await page.getByRole('button', { name: 'More: Kofi Mensah' }).click()
    await page.getByRole('menuitem', { name: 'Write privately' }).click()
  }),
  at('project-new', '/app/projects/new', async (page) => {
    await page.getByLabel('Title').fill('A boat')
    for (const name of ['Kofi', 'Maximiliana'])
      await page.locator('.find-people .person-button', { hasText: name }).click()
  }),
  at(
    'project-chat',
    (stage) => `/app/chat/${stage.together.chat}/info`,
    (page) => says(page, 'belongs to'),
  ),
  at('events', '/app/events', (page) => page.locator('.date-row').nth(2).waitFor()),
  at('events-below', '/app/events', below),
  at('events-day', '/app/events?day=2026-11-27', (page) => page.locator('.date-row').first().waitFor()),
  at('events-past', '/app/events?shelf=past', (page) => page.locator('.date-row').first().waitFor()),
  at('events-none', '/app/events', (page) => page.locator('.month').waitFor(), { who: 'newcomer' }),
  at('event', event('supper'), (page) => page.locator('.guests li').first().waitFor()),
  at('event-below', event('supper'), below),
  at('event-weekly', event('choir'), (page) => page.locator('.event-dates li').nth(3).waitFor()),
  at('event-weekly-below', event('choir'), below),
  at('event-waiting', event('tour'), (page) => says(page, 'waiting list')),
  at('event-cancelled', event('market'), (page) => says(page, 'called off')),
  at('event-invite', event('open'), async (page) => {
    await button(page, 'Invite people').click()
    await page.locator('dialog .person').first().waitFor()
  }),
  at('event-new', '/app/events/new', (page) => page.getByLabel('What is planned?').fill('Breakfast')),
  at('event-new-again', '/app/events/new', async (page) => {
    await page.getByLabel('Again and again').click()
    await below(page)
  }),
  at('event-feed', '/app/events/feed', async (page) => {
    await page.getByRole('button', { name: 'Make a' }).click()
    await page.locator('.copyable').waitFor()
  }),
  stranger('events-public', '/app/events/public', (page) => page.locator('.date-row').first().waitFor()),
  stranger(
    'event-public',
    (stage) => `/app/events/public/${stage.together.market}`,
    (page) => says(page, 'called off'),
  ),
  at('french-events', '/app/events', (page) => page.locator('.date-row').nth(2).waitFor(), {
    locale: 'fr-FR',
  }),
  at('french-event', event('supper'), (page) => page.locator('.guests li').first().waitFor(), {
    locale: 'fr-FR',
  }),
  at('french-event-new', '/app/events/new', undefined, { locale: 'fr-FR' }),
  at('new', '/app/new', (page) => page.locator('.people .person').first().waitFor()),
  at('new-none', '/app/new', async (page) => {
    await page.locator('.find-people input').fill('Zebedee')
    await says(page, 'Nobody by that name')
  }),
  at('new-group', '/app/new/group', async (page) => {
    await page.getByLabel('Name of the group').fill('Sunday walk')
    for (const name of ['Inès Laurent', 'Maximiliana', 'نور', 'Kofi'])
      await page.locator('.find-people .person-button', { hasText: name }).click()
  }),
  at('search', '/app/search'),
  at('search-found', '/app/search?query=saturday', (page) =>
    page.locator('.found-message').first().waitFor(),
  ),
  at('search-none', '/app/search?query=rutabaga', (page) => says(page, 'Nothing was found')),
  at(
    'search-in-chat',
    (stage) => `/app/search?query=the&chat=${stage.chats.garden}`,
    (page) => page.locator('.found-message').first().waitFor(),
  ),
  ...[
    'profile',
    'privacy',
    'notices',
    'contacts',
    'language',
    'media',
    'sessions',
    'password',
    'blocked',
  ].map((part) => at(`settings-${part}`, `/app/settings/${part}`, (page) => page.waitForTimeout(150))),
  at('settings-profile-below', '/app/settings/profile', (page) =>
    page.locator('.page-body').evaluate((body) => body.scrollTo(0, 10_000)),
  ),
  at(
    'settings-notices-ask',
    '/app/settings/notices',
    async (page) => {
      await button(page, 'Tell me here').click()
      await says(page, 'Shall this browser')
    },
    { before: fakePush },
  ),
  at('settings-contacts-below', '/app/settings/contacts', (page) =>
    page.locator('.page-body').evaluate((body) => body.scrollTo(0, 10_000)),
  ),
  at('settings-email', '/app/settings/profile', (page) =>
    page.getByLabel('E-mail (optional)').fill('maya@example.org'),
  ),
  at('keys', '/', async (page) => {
    await page.locator('.chat-list h1').click()
    await page.keyboard.press('?')
    await page.locator('dialog').waitFor()
  }),
  at('french-chat', chat('ines'), undefined, { locale: 'fr-FR' }),
  at('french-group', info('garden'), undefined, { locale: 'fr-FR' }),
  at('french-mute', info('garden'), undefined, { locale: 'fr-FR', before: muteMany }),
  at('french-future', '/app/future', (page) => page.locator('.span').nth(2).waitFor(), { locale: 'fr-FR' }),
  at(
    'french-future-new',
    '/app/future/new',
    async (page) => {
      await button(page, 'Encore et encore').click()
      await page.locator('.dates li').nth(4).waitFor()
    },
    { locale: 'fr-FR' },
  ),
  at('french-settings', '/app/settings/privacy', undefined, { locale: 'fr-FR' }),
  stranger('french-sign-up', '/', (page) => signUp(page, {}), { locale: 'fr-FR' }),

  stranger('docs-start', '/docs/start', undefined, { whole: true }),
  stranger('docs-api', '/docs', (page) => page.locator('.opblock').first().waitFor()),
  stranger('docs-problems', '/docs/problems'),
]
