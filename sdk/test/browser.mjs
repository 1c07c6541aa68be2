// Runs under Node: node browser.mjs <address of the page> <what to say>. Prints what the page shows once it has said it.
import { launch } from '../../test/browser/launch.mjs'

const [address, text] = process.argv.slice(2)
const browser = await launch()
try {
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.goto(address)
  await page.getByText('live, 0 waiting').waitFor()
  await page.getByLabel('Message').fill(text)
  await page.getByRole('button').click()
  await page.getByRole('listitem').filter({ hasText: text }).waitFor()
  console.log((await page.getByRole('listitem').allTextContents()).join('\n'))
} finally {
  await browser.close()
}
