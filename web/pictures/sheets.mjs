import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { views } from './camera.mjs'

/** All views of one shot beside each other, to be looked at in one go: light above, dark below. */
export async function makeSheet(browser, folder, name) {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
  const rows = ['light', 'dark'].map((scheme) => views.filter((view) => view.colorScheme === scheme))
  const picture = ({ name: view }) => {
    const path = join(folder, `${name}.${view}.png`)
    return existsSync(path)
      ? `<img src="data:image/png;base64,${readFileSync(path).toString('base64')}">`
      : ''
  }
  await page.setContent(
    `<style>body{margin:8px;background:#777}div{display:flex;gap:8px;margin-bottom:8px}img{height:700px}</style>${rows
      .map((row) => `<div>${row.map(picture).join('')}</div>`)
      .join('')}`,
  )
  await page.waitForTimeout(100)
  await page.screenshot({ path: join(folder, 'sheets', `${name}.png`), fullPage: true })
  await page.close()
}
