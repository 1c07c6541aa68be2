import { strict as assert } from 'node:assert'

/** What may be moved sideways by itself: code, and a row of tabs. */
const ALLOWED = 'pre, .tabs'

/** Nothing in sight is wider than its place or the screen, so that nothing has to be moved sideways to be read. */
export async function noSideways({ page, name }, where) {
  const found = await page.evaluate((allowed) => {
    const all = [...document.body.querySelectorAll('*')].filter((one) => one.getClientRects().length > 0)
    const overflow = (one) => getComputedStyle(one).overflowX
    const scroller = (one) => ['auto', 'scroll'].includes(overflow(one)) && !one.matches(allowed)
    const cutWithDots = (one) => {
      for (let up = one; up; up = up.parentElement)
        if (up.matches(allowed) || getComputedStyle(up).textOverflow === 'ellipsis') return true
      return false
    }
    const beyond = ({ left, right, width }) => width > 1 && (right > innerWidth + 0.5 || left < -0.5)
    const show = (one) => one.outerHTML.slice(0, 160)
    return {
      screen: screen.width,
      window: innerWidth,
      page: document.scrollingElement.scrollWidth,
      scrolls: all.filter((one) => scroller(one) && one.scrollWidth > one.clientWidth).map(show),
      beyond: all.filter((one) => beyond(one.getBoundingClientRect()) && !cutWithDots(one)).map(show),
    }
  }, ALLOWED)
  const fits = found.window <= found.screen && found.page <= found.window
  const message = `${where} of ${name} goes sideways: ${JSON.stringify(found, null, 2)}`
  assert(fits && found.scrolls.length === 0 && found.beyond.length === 0, message)
}
