// Runs under Node. Each story is a script that calls `play` with what happens.
import { mortalServer } from '../mortal-server.mjs'
import { watchFaults } from './faults.mjs'
import { launch } from './launch.mjs'
import { PASSWORD, PATIENCE, register, settle } from './person.mjs'

/**
 * Plays a story: a real server, a real browser, and people, each with a browser profile of his own.
 * At the end everything is taken down, and it is an error if a page had any fault (see faults.mjs).
 * `flags` are for the browser. `between` opens something through which everybody reaches the server, such as a proxy; it is handed on as `way`.
 */
export async function play(act, { env = {}, between, flags = [] } = {}) {
  const [server, browser] = await Promise.all([
    mortalServer(env),
    launch({ handleSIGTERM: false, more: flags }),
  ])
  const way = await between?.(() => server.url)
  const url = way?.url ?? server.url
  const people = []
  const faults = []
  const end = () =>
    Promise.all([browser.close().catch(() => {}), server.close(), way?.[Symbol.asyncDispose]()])
  process.once('SIGTERM', async () => {
    await tell(new Error('It took too long'))
    await end()
    process.exit(1)
  })

  /** Somebody with a browser, who has no account yet. `options` are Playwright's for a context: viewport, locale, … */
  async function visitor(name, options = {}) {
    const context = await browser.newContext({ baseURL: url, ...options })
    context.setDefaultTimeout(PATIENCE)
    const noted = await watchFaults(context, name, url)
    const someone = settle(name, url, context, await context.newPage())
    people.push(someone)
    faults.push(noted)
    return someone
  }

  /** Somebody who has an account and no browser: he asks the server, as a script does. */
  const scripter = (name, account = {}) => register(url, { username: name, password: PASSWORD, ...account })

  /** Somebody who has an account and is logged in; the page is still blank. */
  async function person(name, options = {}) {
    const someone = await visitor(name, options)
    await someone.join({ username: name, password: PASSWORD, ...options.account })
    return someone
  }

  /** What went wrong, and what everybody saw then. */
  async function tell(error) {
    console.error(error)
    for (const someone of people) console.error(await someone.describe())
    console.error(faults.flat().join('\n'))
  }

  try {
    await act({ server, browser, way, visitor, person, scripter })
    const found = faults.flat()
    if (found.length > 0) throw new Error(`The pages had faults:\n${found.join('\n')}`)
  } catch (error) {
    await tell(error)
    process.exitCode = 1
  } finally {
    await end()
  }
}
