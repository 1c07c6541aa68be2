// Alice's browser prefers French, bob's English; each reads the page in that language, and they talk.
import { strict as assert } from 'node:assert'
import { eventually, PASSWORD } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ visitor, person }) => {
  const alice = await visitor('alice', { locale: 'fr-FR' })
  await sheSignsUp(alice)
  const bob = await person('bob', { locale: 'nl-NL', account: { name: 'Bob Osei' } })
  const { items } = await bob.ask('GET', '/api/v1/users?query=alice')
  const chat = await bob.ask('PUT', `/api/v1/chats/direct/${items[0].id}`)
  await bob.open(`/app/chat/${chat.id}`)
  await bob.page.getByText('This is where it begins').waitFor()
  assert.equal(await bob.page.locator('html').getAttribute('lang'), 'en')

  await alice.link('Bob Osei').click()
  await alice.page.getByText('Tout commence ici').waitFor()
  await bob.field().pressSequentially('Bonjour')
  await eventually(() => alice.page.locator('.typing-line').textContent(), 'Bob écrit')
  await bob.field().press('Enter')
  await eventually(alice.said, ['Bonjour'])
  await eventually(() => alice.page.locator('.day-line').textContent(), 'Aujourd’hui')
  await alice.page.getByLabel('Message à Bob Osei').waitFor()
})

async function sheSignsUp({ page }) {
  await page.goto('/')
  await page.getByRole('heading', { name: 'Bon retour' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
  await page.locator('.turn').getByRole('button').click()
  await page.getByLabel('Identifiant', { exact: true }).fill('alice')
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD)
  await page.locator('form').getByRole('button', { name: 'S’inscrire' }).click()
  await page.getByText('Aucune conversation').locator('visible=true').waitFor()
}
