// Alice opens a room, bob plays with her, cleo looks on; the server dies in the middle. Then a game by keyboard alone.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const field = ({ page }, row, column) => page.locator(`[data-at="${row},${column}"]`)
const says = (one, text) => one.page.locator('.standing-words', { hasText: text }).waitFor()
const focusOf = ({ page }) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
const labelOf = (one, row, column) => field(one, row, column).getAttribute('aria-label')

await play(async ({ server, person }) => {
  const account = (name) => ({ account: { name } })
  const [alice, bob, cleo] = await Promise.all([
    person('alice', account('Alice Lind')),
    person('bob', account('Bob Osei')),
    person('cleo', account('Cleo Marin')),
  ])
  await aliceOpensARoom(alice)
  await Promise.all([bobJoins(bob), cleoLooksOn(cleo)])
  await theyPlay(server, alice, bob, cleo)
  await theLeaderboardShowsIt(cleo)
  await cleoIsInvited(alice, cleo)
  await byKeyboard(alice, bob)
})

async function aliceOpensARoom(alice) {
  await alice.open('/app/games')
  await alice.page.locator('.game-card', { hasText: 'Tic-tac-toe' }).click()
  await alice.page.getByLabel('Name (optional)').fill('Noughts')
  await alice.page.locator('form').getByRole('button', { name: 'Open a room' }).click()
  await says(alice, 'Waiting for somebody')
}

async function bobJoins(bob) {
  await bob.open('/app/games')
  await bob.button('Play along: Noughts').click()
  await says(bob, 'Alice Lind is to move')
}

async function cleoLooksOn(cleo) {
  await cleo.open('/app/games')
  await cleo.link('Noughts').click()
  await cleo.button('Look on').click()
  await cleo.page.getByText('You look on.').waitFor()
}

async function theyPlay(server, alice, bob, cleo) {
  await says(alice, 'Your turn')
  await field(alice, 0, 0).click()
  await says(bob, 'Your turn')
  await field(bob, 0, 0).click()
  await bob.page.getByRole('alert').filter({ hasText: 'This field is taken' }).waitFor()
  await field(bob, 1, 1).click()
  await says(alice, 'Your turn')
  assert.equal(await labelOf(alice, 1, 1), 'row 2, column 2, O, last move')

  await server.kill()
  await alice.lineState().first().waitFor()
  await field(alice, 0, 1).click()
  await says(alice, 'Your move waits for the connection')
  assert.equal(await labelOf(alice, 0, 1), 'row 1, column 2, X, on its way')
  await server.start()
  await says(bob, 'Your turn')
  await field(bob, 2, 0).click()
  await says(alice, 'Your turn')
  await field(alice, 0, 2).click()

  await says(alice, 'You have won!')
  await says(bob, 'Alice Lind has won this time')
  await says(cleo, 'Alice Lind has won')
  for (const one of [alice, bob, cleo]) {
    await eventually(() => one.page.locator('.cell[data-line]').count(), 3)
    await eventually(() => labelOf(one, 0, 2), 'row 1, column 3, X, last move, winning line')
  }
}

async function theLeaderboardShowsIt(cleo) {
  await cleo.link('Back').click()
  await cleo.link('Leaderboards').click()
  await cleo.page.getByLabel('Game', { exact: true }).selectOption('Tic-tac-toe')
  const rows = cleo.page.locator('.leaderboard tbody tr')
  await eventually(
    () => rows.allInnerTexts().then((all) => all.map((row) => row.split(/\s+/).at(-1))),
    ['100', '0'],
  )
  await rows.first().getByRole('link', { name: 'Alice Lind' }).waitFor()
}

/** She is told of it elsewhere in the page. */
async function cleoIsInvited(alice, cleo) {
  await cleo.page.keyboard.press('Escape')
  const wish = { game: 'connect-four', name: 'Discs', public: false, invited_ids: [cleo.id] }
  await alice.ask('POST', '/api/v1/rooms', wish)
  await cleo.page.getByRole('alert').filter({ hasText: 'You are invited to play: Discs' }).waitFor()
}

/** Bob asks for another game; alice has put her mouse away. Sides swap: bob begins. */
async function byKeyboard(alice, bob) {
  await bob.button('Play again').click()
  await alice.page.getByText('Bob Osei wants to play again.').waitFor()
  await press(alice, 'Tab', 'Enter')
  await eventually(() => focusOf(alice), 'row 1, column 3, empty')
  const roomId = alice.page.url().split('/').at(-1)
  const bobMoves = (number, row, column) =>
    bob.ask('POST', `/api/v1/rooms/${roomId}/moves`, { number, move: { row, column } })
  await bobMoves(6, 0, 0)
  await says(alice, 'Your turn')
  await press(alice, 'ArrowDown', 'ArrowLeft', 'Enter')
  await eventually(() => focusOf(alice), 'row 2, column 2, O, last move')
  await eventually(
    () =>
      bobMoves(8, 0, 1).then(
        () => 'done',
        ({ status }) => status,
      ),
    'done',
  )
  await says(alice, 'Your turn')
  await press(alice, 'ArrowUp', 'ArrowRight', 'Enter')
  await eventually(() => focusOf(alice), 'row 1, column 3, O, last move')
  await eventually(
    () =>
      bobMoves(10, 2, 2).then(
        () => 'done',
        ({ status }) => status,
      ),
    'done',
  )
  await says(alice, 'Your turn')
  await press(alice, 'ArrowDown', 'ArrowDown', 'ArrowLeft', 'ArrowLeft', 'Enter')
  await says(alice, 'You have won!')
  await says(bob, 'Alice Lind has won this time')
}

async function press({ page }, ...keys) {
  for (const key of keys) await page.keyboard.press(key)
}
