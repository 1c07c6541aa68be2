// Alice sends bob a photo, a file that is cut in the middle of its way, and a sound; he sees and opens what she sent.
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

const photo = readFileSync(join(import.meta.dirname, '../media/photo.jpg'))
const named = (name, buffer, mimeType = '') => ({ name, mimeType, buffer })
const devices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

const send = (one) => one.button('Send').click()
const attached = (one) => one.page.locator('.attachment')

await play(
  async ({ person }) => {
    const alice = await person('alice', {
      account: { name: 'Alice Lind' },
      permissions: ['microphone', 'camera'],
    })
    const bob = await person('bob', { account: { name: 'Bob Osei' } })
    const { id } = await alice.ask('PUT', `/api/v1/chats/direct/${bob.id}`)
    await Promise.all([alice.open(`/app/chat/${id}`), bob.open(`/app/chat/${id}`)])
    await aPhoto(alice, bob)
    await aCutFile(alice, bob)
    await aSound(alice, bob)
    await aPhotoOfNow(alice, bob)
    await dropped(alice)
    await whatIsRefused(alice)
  },
  { env: { PARLEY_MAX_MEDIA_BYTES: '10000000' }, flags: devices },
)

async function choose(one, ...files) {
  await one.button('Attach').click()
  const opening = one.page.waitForEvent('filechooser')
  await one.page.getByRole('menuitem', { name: 'Photo or file' }).click()
  await (await opening).setFiles(files)
}

async function aPhoto(alice, bob) {
  await choose(alice, named('at the lake.jpg', photo, 'image/jpeg'), named('again.jpg', photo, 'image/jpeg'))
  await eventually(() => attached(alice).count(), 2)
  await alice.button('Take away again.jpg').click()
  await alice.field().fill('Look!')
  await send(alice)
  await eventually(() => attached(alice).count(), 0)
  const seen = bob.message('Look!').getByRole('button', { name: 'Open at the lake.jpg' })
  await eventually(() => seen.locator('img').evaluate((img) => img.complete && img.naturalWidth > 0), true)
  // The room was kept for it.
  const [box, width] = await seen.evaluate((one) => [one.style.aspectRatio !== '', one.style.width])
  assert.deepEqual([box, width.endsWith('px')], [true, true])
  await choose(alice, named('second.jpg', photo, 'image/jpeg'))
  await send(alice)
  await eventually(() => bob.page.locator('.photo').count(), 2)
  await eventually(() => alice.page.locator('.chat-list .row-text').first().textContent(), 'You: Photo')

  await seen.click()
  const viewer = bob.page.getByRole('dialog')
  const large = () => viewer.locator('.viewer-stage img').evaluate((img) => [img.alt, img.naturalWidth > 0])
  await eventually(large, ['at the lake.jpg', true])
  await bob.page.keyboard.press('ArrowRight')
  await eventually(large, ['second.jpg', true])
  await viewer.getByText('2 of 2').waitFor()
  await bob.page.keyboard.press('Escape')
  await eventually(() => viewer.count(), 0)
  // An address that is no good any more is asked for anew.
  const asked = bob.page.waitForRequest(/\/api\/v1\/media\/[0-9a-f-]{36}$/)
  await seen.locator('img').evaluate((img) => {
    img.src = '/media/files/00000000-0000-7000-8000-000000000000?expires=1&signature=old'
  })
  await asked
  const shows = (img) => img.complete && img.naturalWidth > 0 && !img.src.includes('old')
  await eventually(() => seen.locator('img').evaluate(shows), true)
}

/** The line is cut while it goes; it goes on where it was, and the message leaves when all of it is there. */
async function aCutFile(alice, bob) {
  const bytes = Buffer.alloc(9 * 1024 * 1024, 'all of it, in the right order. ')
  let pieces = 0
  const offsets = []
  await alice.page.route('**/api/v1/media/uploads/*', async (route) => {
    const request = route.request()
    if (request.method() !== 'PATCH') return route.continue()
    offsets.push(Number(request.headers()['upload-offset']))
    if (++pieces === 2) return route.abort('connectionreset')
    return route.continue()
  })
  await choose(alice, named('long.bin', bytes, 'application/octet-stream'))
  await alice.field().fill('A long one')
  await send(alice)
  const piece = 8 * 1024 * 1024
  const card = bob.message('A long one').getByRole('link', { name: /^Download long\.bin/ })
  await card.waitFor()
  assert.deepEqual(offsets, [0, piece, piece])
  await alice.page.unroute('**/api/v1/media/uploads/*')
  const [loading] = await Promise.all([bob.page.waitForEvent('download'), card.click()])
  assert.equal(loading.suggestedFilename(), 'long.bin')
  assert.ok(readFileSync(await loading.path()).equals(bytes))
}

async function aSound(alice, bob) {
  await alice.button('Attach').click()
  await alice.page.getByRole('menuitem', { name: 'Record a sound' }).click()
  await alice.page.getByRole('timer').filter({ hasText: '0:01' }).waitFor()
  await alice.button('Stop').click()
  await alice.page.locator('audio.listening').waitFor()
  await alice.button('Add to the message').click()
  await eventually(() => attached(alice).count(), 1)
  await send(alice)
  const sound = bob.page.locator('.sound')
  await sound.getByText(/^0:0[1-9]$/).waitFor()
  const played = await sound.locator('audio').evaluate(async (audio) => {
    audio.muted = true
    await audio.play()
    return audio.readyState > 1
  })
  assert.equal(played, true)
}

async function aPhotoOfNow(alice, bob) {
  await alice.button('Attach').click()
  await alice.page.getByRole('menuitem', { name: 'Take a photo' }).click()
  await alice.page.locator('.shutter:enabled').click()
  await alice.button('Once more').click()
  await alice.page.locator('.shutter:enabled').click()
  await alice.button('Add to the message').click()
  await eventually(() => attached(alice).count(), 1)
  await send(alice)
  const seen = bob.page.getByRole('button', { name: /^Open Photo .*\.jpg$/ })
  await eventually(() => seen.locator('img').evaluate((img) => img.complete && img.naturalWidth > 0), true)
}

/** By the mouse, and from the clipboard; words beside a file are what is meant. */
async function dropped(alice) {
  const give = (selector, kind, texts = []) =>
    alice.page.locator(selector).evaluate(
      (target, [kind, texts]) => {
        const data = new DataTransfer()
        data.items.add(new File(['given'], `${kind}.txt`, { type: 'text/plain' }))
        for (const text of texts) data.setData('text/plain', text)
        const init = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data }
        target.dispatchEvent(kind === 'paste' ? new ClipboardEvent(kind, init) : new DragEvent(kind, init))
      },
      [kind, texts],
    )
  await give('.history', 'dragover')
  await eventually(
    () => alice.page.locator('.chat').getAttribute('data-dropping'),
    'Drop it here to attach it',
  )
  await give('.history', 'drop')
  await give('#compose', 'paste', ['words'])
  await give('#compose', 'paste')
  await eventually(
    () => alice.page.locator('.attachment-name bdi').allTextContents(),
    ['drop.txt', 'paste.txt'],
  )
  await eventually(() => alice.page.locator('.chat').getAttribute('data-dropping'), null)
  for (const name of ['drop.txt', 'paste.txt']) await alice.button(`Take away ${name}`).click()
}

async function whatIsRefused(alice) {
  await choose(
    alice,
    named('huge.bin', Buffer.alloc(10_000_001), 'application/octet-stream'),
    named('none.txt', Buffer.alloc(0)),
  )
  await alice.page.getByText(/must not be longer than/).waitFor()
  await alice.page.getByText('There is nothing in this file.').waitFor()
  await eventually(() => alice.page.locator('.attachment .icon-button').count(), 2)
  await alice.button('Take away none.txt').click()
  await alice.button('Take away huge.bin').click()
  await eventually(() => attached(alice).count(), 0)
}
