// Alice makes a project with bob and cleo, and bob a coach; she plans supper for one, and the place goes from bob to cleo.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

await play(async ({ person }) => {
  const names = { alice: 'Alice Lind', bob: 'Bob Osei', cleo: 'Cleo Marin' }
  const [alice, bob, cleo] = await Promise.all(
    Object.entries(names).map(([username, name]) => person(username, { account: { name } })),
  )
  const project = await aProject(alice, bob)
  await bobCoaches(alice, bob, project)
  await itsChat(bob)
  await aSupper(alice, bob, cleo)
  await everyWeek(alice)
  await itIsHandedOver(alice, bob, project)
})

async function aProject(alice, bob) {
  const { page, button, link } = alice
  await Promise.all([alice.open('/app/projects'), bob.open('/app/projects')])
  await link('New project').first().click()
  await page.getByLabel('Title').fill('A garden on the roof')
  await page.getByLabel('What is it about?').fill('Tomatoes first, then bees.')
  await button('Bob Osei @bob').click()
  await button('Cleo Marin @cleo').click()
  await button('Make the project').click()
  await page.getByRole('heading', { name: 'A garden on the roof' }).waitFor()
  await eventually(() => page.locator('.project-people li').count(), 3)
  return page.url()
}

/** He looks at it when she makes him a coach, and may write to one of them alone then. */
async function bobCoaches(alice, bob, project) {
  await bob.page.locator('.project-row', { hasText: 'A garden on the roof' }).click()
  await eventually(() => bob.page.url(), project)
  await bob.page.getByText('You: Participant').waitFor()
  assert.equal(await bob.button('More: Cleo Marin').count(), 0, 'a participant can do nothing about others')
  await alice.button('More: Bob Osei').click()
  await alice.page.getByRole('menuitem', { name: 'Make a coach' }).click()
  await bob.page.getByText('You: Coach').waitFor()
  await bob.page.locator('[data-part=coach]', { hasText: 'Bob Osei' }).waitFor()
  await alice.page.locator('[data-part=coach]', { hasText: 'Bob Osei' }).waitFor()
  await bob.button('More: Cleo Marin').click()
  await bob.page.getByRole('menuitem', { name: 'Write privately' }).click()
  await bob.page.getByLabel('Your message').fill('Can you water on Friday?')
  await bob.button('Send').click()
  await bob.link('Cleo Marin').getByText('Can you water on Friday?').waitFor()
  assert.equal(await alice.page.getByText('Can you water').count(), 0, 'it is for cleo alone')
}

/** It follows the project, so its panel leads there, and offers nothing that is refused. */
async function itsChat({ page, link, button }) {
  await link('Open the chat').click()
  await page.locator('.info-button').click()
  await page.getByText('This chat belongs to the project').waitFor()
  await page.locator('.info .person').nth(2).waitFor()
  for (const refused of ['Add people', 'Leave the group', 'New link'])
    assert.equal(await button(refused).count(), 0)
  await page.locator('.host-line a').click()
  await page.getByText('You: Coach').waitFor()
}

async function aSupper(alice, bob, cleo) {
  const { page, button, link } = alice
  await link('Plan an event').click()
  await page.getByLabel('What is planned?').fill('Supper on the roof')
  await page.getByLabel('On the day').fill('2037-07-14')
  await page.getByLabel('Time').fill('8 - 10pm')
  await page.getByLabel('Where?').fill('The roof')
  await page.getByLabel('Places').fill('1')
  await eventually(
    () => page.getByLabel('For whom?').locator('option:checked').textContent(),
    'For A garden on the roof',
  )
  await button('Plan it').click()
  await page.getByText('Typed as “8 - 10pm”').waitFor()
  const path = new URL(page.url()).pathname
  await Promise.all([bob.open(path), cleo.open(path)])
  await page.getByText('0 of 1 places taken').waitFor()

  await bob.button('Yes').click()
  await bob.page.getByText('You come.').waitFor()
  await cleo.page.getByText('1 of 1 places taken').waitFor()
  await cleo.button('Yes').click()
  await cleo.page.getByText('You are on the waiting list').waitFor()
  await page.getByText('1 of 1 places taken · 1 waiting').waitFor()
  await bob.button('No').click()
  await cleo.page.getByText('You come.').waitFor()
  await page.locator('.guests li', { hasText: 'Cleo Marin' }).getByText('comes', { exact: true }).waitFor()

  await cleo.link('Back').last().click()
  await cleo.page.locator('.date-row', { hasText: 'Supper on the roof' }).getByText('You come').waitFor()
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByLabel('Where?').fill('The kitchen')
  await button('Save').click()
  await cleo.page.locator('.date-row', { hasText: 'The kitchen' }).waitFor()
  await button('Call it off').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Call it off' }).click()
  await bob.page.getByText('This event is called off.').waitFor()
}

/** One date of what recurs is at another place, another is left out; the rest stays as it was. */
async function everyWeek({ page, button, link, open, ask }) {
  await open('/app/events/new')
  await page.getByLabel('What is planned?').fill('Watering')
  await page.getByLabel('On the day').fill(dayIn(30).date)
  await page.getByLabel('Again and again').click()
  await page.getByLabel('Until when?').selectOption('count')
  await page.getByLabel('A number of times').last().fill('3')
  await button('Plan it').click()
  await eventually(() => page.locator('.event-dates li').count(), 3)
  await link(dayIn(37).words).click()
  await link('Change this date').click()
  await page.getByText(`Only the date of ${dayIn(37).words} changes`).waitFor()
  await page.getByLabel('Time').fill('when it is cool')
  await button('Save').click()
  await page.getByText('“when it is cool”: no hour can be read in it').waitFor()
  await link('All dates of it').click()
  await link(dayIn(44).words).click()
  await button('Leave this date out').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave this date out' }).click()
  await eventually(
    () => page.locator('.event-dates li').allTextContents(),
    [`${dayIn(30).words}All day`, `${dayIn(37).words}when it is cool · changed`],
  )
  const id = page.url().split('/').at(-1)
  const { repeat, time } = await ask('GET', `/api/v1/events/${id}`)
  assert.deepEqual([repeat.except, time], [[dayIn(44).date], ''])
}

/** So many days from now: dates are worked out for about a year. */
function dayIn(days) {
  const at = new Date(Date.now() + days * 86_400_000)
  const words = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' }).format(at)
  return { date: at.toISOString().slice(0, 10), words }
}

/** Bob owns it then, and puts it away while she looks; she leaves, and it is not there for her any more. */
async function itIsHandedOver({ page, button, open }, bob, project) {
  await Promise.all([open(project), bob.open(project)])
  await button('More: Bob Osei').click()
  await page.getByRole('menuitem', { name: 'Hand the project over' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Hand the project over' }).click()
  await page.getByText('You: Coach').waitFor()
  await bob.button('Put it away').click()
  await page.getByText('Put away since').waitFor()
  await button('Leave the project').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave the project' }).click()
  await page.getByText('No projects yet').waitFor()
  await eventually(() => bob.page.locator('.project-people li').count(), 2)
}
