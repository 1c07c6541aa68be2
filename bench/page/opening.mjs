/** Notes when each of these was there and painted, in milliseconds since the page was asked for. */
function watch(wanted) {
  const at = {}
  const observer = new MutationObserver(look)
  function look() {
    for (const [name, selector] of Object.entries(wanted)) {
      if (name in at || !document.querySelector(selector)) continue
      at[name] = Number.POSITIVE_INFINITY
      // After the frame in which it is painted.
      requestAnimationFrame(() => setTimeout(() => (at[name] = performance.now())))
    }
  }
  observer.observe(document, { childList: true, subtree: true, attributes: true })
  globalThis.parleyTimes = at
}

/** What a page has loaded of the client, and when it showed something for the first time. */
function loaded() {
  const [navigation] = performance.getEntriesByType('navigation')
  const parts = performance
    .getEntriesByType('resource')
    .filter(({ name }) => new URL(name).pathname.startsWith('/app/'))
  return {
    bytes: [navigation, ...parts].reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  }
}

/**
 * Opens an address in a fresh profile, where nothing is cached, and tells when each of the `wanted` could be used.
 * @returns {Promise<Record<string, number>>} milliseconds since the page was asked for; `bytes` of the client, as sent
 */
export async function timeOpening(browser, address, wanted, { signedInAs, usable }) {
  const context = await browser.newContext()
  try {
    if (signedInAs)
      await context.request.post(new URL('/api/v1/sessions', address).href, { data: signedInAs })
    const page = await context.newPage()
    await page.addInitScript(watch, wanted)
    await page.goto(address)
    await page.waitForFunction(
      (names) => names.every((name) => Number.isFinite(globalThis.parleyTimes[name])),
      Object.keys(wanted),
    )
    await usable(page)
    return { ...(await page.evaluate(loaded)), ...(await page.evaluate(() => globalThis.parleyTimes)) }
  } finally {
    await context.close()
  }
}
