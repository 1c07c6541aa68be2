const widths = { 360: 740, 768: 1024, 1440: 900 }
const schemes = ['light', 'dark']

/** Every width in both schemes. */
export const views = Object.entries(widths).flatMap(([width, height]) =>
  schemes.map((colorScheme) => ({
    name: `${width}-${colorScheme}`,
    width: Number(width),
    height,
    colorScheme,
  })),
)

const password = 'correct horse battery'

/** Browser profiles, kept as long as they serve: one for each kind of visitor, view and language. */
export async function openCamera(browser, stage) {
  const contexts = new Map()
  const cookies = {
    viewer: await letIn('/api/v1/sessions', { username: stage.viewer, password }),
    newcomer: await letIn('/api/v1/users', { username: 'nina', name: 'Nina Holm', password }),
  }

  async function letIn(path, data) {
    const context = await browser.newContext({ baseURL: stage.url })
    const answer = await context.request.post(path, { data })
    if (!answer.ok()) throw new Error(await answer.text())
    const state = await context.storageState()
    await context.close()
    return state
  }

  async function newContext({ who, locale = 'en-GB' }, { width, height, colorScheme, scale }) {
    const isTouched = width < 1000
    const context = await browser.newContext({
      baseURL: stage.url,
      viewport: { width, height },
      deviceScaleFactor: scale ?? (width < 400 ? 2 : 1),
      isMobile: isTouched,
      hasTouch: isTouched,
      colorScheme,
      locale,
      timezoneId: 'UTC',
      serviceWorkers: 'block',
      storageState: cookies[who],
    })
    context.setDefaultTimeout(5000)
    await context.clock.setFixedTime(stage.now)
    // Whoever looks away reads nothing, so that what is unread stays so.
    await context.addInitScript(() => {
      document.hasFocus = () => false
    })
    return context
  }

  async function contextFor(shot, view) {
    if (shot.alone) return newContext(shot, view)
    const key = `${shot.who} ${shot.locale} ${view.name}`
    if (!contexts.has(key)) contexts.set(key, await newContext(shot, view))
    return contexts.get(key)
  }

  /** Takes one picture; answers it, and writes it down where there is a place for it. */
  async function take(shot, view, path) {
    const context = await contextFor(shot, view)
    const page = await context.newPage()
    try {
      await shot.before?.(page, stage)
      const address = typeof shot.path === 'function' ? shot.path(stage) : shot.path
      await page.goto(address)
      await isThere(page, shot.who, address)
      await shot.act?.(page, stage)
      await settled(page)
      return await page.screenshot({ path, fullPage: shot.whole ?? false })
    } finally {
      await (shot.alone ? context : page).close()
    }
  }

  return { take }
}

async function isThere(page, who, address) {
  if (who === 'stranger') return page.locator('main').first().waitFor()
  await page.locator('.line-state[data-link=live]').first().waitFor({ state: 'attached' })
  if (address.startsWith('/app/chat/'))
    await page.locator(':is(.chat, .info, .empty):visible').first().waitFor()
}

/** Pictures are drawn, and nothing moves any more. */
async function settled(page) {
  await page.waitForTimeout(450)
  await page.evaluate(async () => {
    const seen = [...document.images].filter((image) => image.checkVisibility())
    const ends = document.getAnimations().filter((one) => one.effect.getComputedTiming().iterations < 9)
    const drawn = [
      document.fonts.ready,
      ...seen.map((image) => image.decode()),
      ...ends.map((one) => one.finished),
    ]
    const patience = new Promise((resolve) => setTimeout(resolve, 2500))
    await Promise.race([Promise.allSettled(drawn), patience])
  })
}
