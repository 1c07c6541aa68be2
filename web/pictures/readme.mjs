import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shots } from './shots.mjs'

const MOST_BYTES = 120_000
const views = {
  desktop: { shot: 'chat-group', width: 1280, height: 800, scale: 1.5 },
  phone: { shot: 'chat-unread', width: 370, height: 800, scale: 1.5 },
}

/** The pictures of the README: the page at a desk and on a phone, by day and by night. */
export async function takeReadmePictures(browser, camera, folder) {
  mkdirSync(folder, { recursive: true })
  for (const [name, { shot, ...view }] of Object.entries(views))
    for (const colorScheme of ['light', 'dark']) {
      const png = await camera.take(
        shots.find((one) => one.name === shot),
        { ...view, colorScheme, name: `readme-${name}-${colorScheme}` },
      )
      const webp = await small(browser, png)
      if (webp.length > MOST_BYTES) throw new Error(`${name}-${colorScheme} has ${webp.length} bytes`)
      writeFileSync(join(folder, `${name}-${colorScheme}.webp`), webp)
      console.log(`${name}-${colorScheme}.webp`, webp.length)
    }
}

async function small(browser, png) {
  const page = await browser.newPage()
  const webp = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes]))
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    canvas.getContext('2d').drawImage(picture, 0, 0)
    const made = await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 })
    const text = []
    for (const byte of new Uint8Array(await made.arrayBuffer())) text.push(String.fromCharCode(byte))
    return btoa(text.join(''))
  }, png.toString('base64'))
  await page.close()
  return Buffer.from(webp, 'base64')
}
