import { noteTasks } from './tasks.mjs'

/** Scrolls through a chat to one of its ends, so many pixels in each frame, and tells how smoothly that went. */
async function scrollThrough({ step, end }) {
  const box = document.querySelector('.history')
  const frames = []
  const isThere = () => {
    const row = document.querySelector(`[data-position="${end}"]`)
    const left = step < 0 ? box.scrollTop : box.scrollHeight - box.clientHeight - box.scrollTop
    return row !== null && left < 2
  }
  const started = performance.now()
  let most = 0
  for (let before = started; !isThere(); ) {
    box.scrollTop += step
    const now = await new Promise(requestAnimationFrame)
    frames.push(now - before)
    before = now
    most = Math.max(most, document.querySelectorAll('li.message').length)
  }
  const sorted = frames.toSorted((a, b) => a - b)
  return {
    seconds: (performance.now() - started) / 1000,
    typicalFrame: sorted[Math.floor(sorted.length / 2)],
    slowFrame: sorted[Math.floor(sorted.length * 0.99)],
    mostRows: most,
  }
}

/** So many pixels in a frame: much faster than anybody reads. */
const STEP = 400

/** What is in use once everything that can be is let go of. */
async function memoryOf(devtools) {
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const { nodes } = await devtools.send('Memory.getDOMCounters')
  return { bytes: usedSize, nodes }
}

/** Scrolls from the newest of `many` messages to the first and back. */
export async function scrollAll(browser, { url, chat, username, password }, many) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.request.post(`${url}/api/v1/sessions`, { data: { username, password } })
  const page = await context.newPage()
  await page.goto(`${url}/app/chat/${chat.id}`)
  await page.locator(`[data-position="${many}"]`).waitFor()
  // Until what is fetched ahead has come.
  await page.waitForTimeout(4000)
  const devtools = await context.newCDPSession(page)
  await devtools.send('HeapProfiler.enable')
  const opened = await memoryOf(devtools)
  const scroll = (step, end) => noteTasks(browser, () => page.evaluate(scrollThrough, { step, end }))
  const up = await scroll(-STEP, 1)
  const atTop = await memoryOf(devtools)
  const down = await scroll(STEP, many)
  const back = await memoryOf(devtools)
  await context.close()
  return { opened, up, atTop, down, back }
}
