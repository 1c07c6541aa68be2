import { once } from 'node:events'
import { pause } from './in-turn.mjs'

/** What something on the way may not let through at a time: then the page follows by another transport. */
const OBSTACLES = [[], ['/socket.io'], ['/socket.io', '/api/v1/log/stream'], ['/api/v1/log/stream']]

/** Everything that befalls a line, a page or a server; each ends by itself. `sitters` are at pages, see sitter.mjs. */
export function openTroubles({ server, way, chance, sitters }) {
  const anybody = () => chance.of(sitters)

  return {
    /** All lines at once. */
    async cut() {
      way.cut()
    },
    /** What is asked arrives, its answer does not: nobody knows what was done. */
    async silence() {
      way.mute()
      await pause(chance.below(400))
      way.unmute()
    },
    async obstacle() {
      way.block(...chance.of(OBSTACLES))
    },
    async offline() {
      const { context } = anybody()
      await context.setOffline(true)
      await pause(chance.below(500))
      await context.setOffline(false)
    },
    /** In mid-sentence; for a while after that it lives. */
    async kill() {
      await server.kill()
      await pause(chance.below(200))
      await server.start()
      await pause(chance.below(1000))
    },
    async reload() {
      const sitter = anybody()
      await sitter.alone(() => sitter.page.reload({ waitUntil: 'commit' }))
    },
    /** The tab is closed and opened again, or the other way round: then there are two for a while. */
    async tab() {
      const sitter = anybody()
      const both = chance.number() < 0.5
      await sitter.alone(() => anotherTab(sitter, both, chance.below(300)))
    },
    /** The browser puts a page to sleep that is out of sight, and wakes it. */
    async sleep() {
      const sitter = anybody()
      await sitter.alone(() => asleep(sitter, chance.below(600)))
    },
  }
}

async function anotherTab({ context, page: before, turnTo }, both, ms) {
  const path = new URL(before.url()).pathname
  if (!both) await shut(before)
  const tab = await context.newPage()
  await tab.goto(path, { waitUntil: 'commit' })
  await pause(ms)
  if (both) await shut(before)
  turnTo(tab)
}

async function shut(page) {
  const closed = once(page, 'close')
  await page.close()
  await closed
}

async function asleep({ context, page }, ms) {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' })
  await pause(ms)
  await devtools.send('Page.setWebLifecycleState', { state: 'active' })
  await devtools.detach()
}
