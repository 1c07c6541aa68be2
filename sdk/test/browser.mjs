// Runs under Node: node browser.mjs <address of the page> <what to say>. Prints what the page shows once it has said it.
import { chromium } from 'playwright-core'

const [address, text] = process.argv.slice(2)
const args =
  '--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update'
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-sync', ...args.split(' ')],
})
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
