// Alice confirms her number, finds bob by his, and sets her language, her zone, her address and what she has uploaded.
import { strict as assert } from 'node:assert'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { eventually, PASSWORD } from './person.mjs'
import { play } from './stage.mjs'

/** A gateway for text messages; it keeps the last code for each number. */
async function openGateway() {
  const codes = new Map()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { to, code } = JSON.parse(body)
    codes.set(to, code)
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { codes, url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() }
}

const ALICE = '+33612345678'
const BOB = '+33612345679'
const VERIFICATION = '/api/v1/users/me/phone/verification'

const gateway = await openGateway()
await play(
  async ({ person, scripter }) => {
    const alice = await person('alice', { timezoneId: 'Europe/Paris' })
    const bob = await scripter('bob', { name: 'Bob Osei' })
    await bob.ask('POST', VERIFICATION, { phone: BOB })
    await eventually(() => gateway.codes.has(BOB), true)
    await bob.ask('POST', `${VERIFICATION}/confirm`, { phone: BOB, code: gateway.codes.get(BOB) })
    await alice.open('/app/settings/contacts')
    await herNumber(alice)
    await whomSheKnows(alice)
    await herLanguage(alice)
    await herAddress(alice)
    await herFiles(alice)
  },
  { env: { PARLEY_SMS: gateway.url, PARLEY_SMS_SECRET: 'a secret of at least 16 letters' } },
)
gateway.close()

function goTo({ page }, part) {
  return page.evaluate((path) => {
    history.pushState(null, '', path)
    dispatchEvent(new PopStateEvent('popstate'))
  }, `/app/settings/${part}`)
}

async function herNumber(alice) {
  const { page } = alice
  await page.getByText('Confirm your own number first').waitFor()
  await page.getByLabel('Number', { exact: true }).fill('12345')
  await alice.button('Send me a code').click()
  await page.getByRole('alert').filter({ hasText: 'must be a telephone number' }).waitFor()
  await page.getByLabel('Number', { exact: true }).fill('+33 6 12 34 56 78')
  await alice.button('Send me a code').click()
  await page.getByText(`on its way to ${ALICE}`).waitFor()
  await eventually(() => gateway.codes.has(ALICE), true)
  const code = gateway.codes.get(ALICE)
  await page.getByLabel('Code').fill(code === '111111' ? '222222' : '111111')
  await alice.button('Confirm').click()
  await page.getByText('This is not the code.').waitFor()
  await page.getByLabel('Code').fill(code)
  await alice.button('Confirm').click()
  await page.getByText(`${ALICE} is confirmed as yours.`).waitFor()
  await page.getByLabel('Nobody').check()
  await eventually(async () => (await alice.ask('GET', '/api/v1/users/me')).found_by_phone, 'nobody')
}

async function whomSheKnows(alice) {
  const { page } = alice
  await page.getByLabel('Numbers').fill(`Bobby ${BOB}\nSomebody +33 6 12 34 56 00\nno number at all`)
  await page.getByLabel('What the server keeps of them').selectOption('plain')
  await alice.button('Look who is here').click()
  await page.getByText('1 of them is here.').waitFor()
  await page.getByText('+33612345600 · not here yet').waitFor()
  await alice.button('Forget: Somebody').click()
  await eventually(() => page.getByText('not here yet').count(), 0)
  await alice.button('Forget all of it').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forget all of it' }).click()
  await page.getByText('Nothing is kept.').waitFor()
  assert.deepEqual((await alice.ask('GET', '/api/v1/contacts')).items, [])
  await page.getByRole('button', { name: 'Message' }).click()
  await alice.field().waitFor()
}

async function herLanguage(alice) {
  const { page } = alice
  await goTo(alice, 'language')
  await alice.button('Use that of this browser: Europe/Paris').click()
  await eventually(async () => (await alice.ask('GET', '/api/v1/users/me')).zone, 'Europe/Paris')
  // The page is loaded anew, so nobody sees the choice made.
  await page.getByLabel('Français').click()
  await page.getByText('Mon fuseau horaire').waitFor()
  await page.getByLabel('Celle de mon navigateur').click()
  await page.getByText('My time zone').waitFor()
}

async function herAddress(alice) {
  const { page } = alice
  await goTo(alice, 'profile')
  await page.getByLabel('E-mail (optional)').fill('alice@example.org')
  await page.getByLabel('Present password').fill('not the right one')
  await alice.button('Save').click()
  await page.getByText('The password is not the right one').waitFor()
  await page.getByLabel('Present password').fill(PASSWORD)
  await alice.button('Save').click()
  await page.getByText('Not confirmed yet.').waitFor()
  assert.equal((await alice.ask('GET', '/api/v1/users/me')).email, 'alice@example.org')
}

async function herFiles(alice) {
  const { page } = alice
  await alice.upload('photo.jpg')
  await goTo(alice, 'media')
  await alice.button('Open photo.jpg').waitFor()
  await alice.button('Delete photo.jpg').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('You have not uploaded anything yet.').waitFor()
  assert.deepEqual((await alice.ask('GET', '/api/v1/media')).items, [])
}
