// Runs under Node, since Playwright does not run under Bun: `npm run measure`.
import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { bun, root } from '../../bin/install.mjs'
import { launch } from '../../test/browser/launch.mjs'
import { openHouse } from './house.mjs'
import { timeOpening } from './opening.mjs'
import { scrollAll } from './scrolling.mjs'

const MANY = 10_000
const TIMES = 7
const MOST_FIRST_LOAD = 60_000
const MOST_MS = 1000
/** What scrolling through everything may leave behind, in bytes. */
const MOST_LEFT = 8 * 1024 * 1024
const MOST_TASK_MS = 50

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
const MB = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`
const ms = (time) => `${Math.round(time)} ms`
const line = (what, text) => console.log(`${what.padEnd(44)} ${text}`)
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]

let missed = 0

/** A figure with a mark that it must stay below. */
function mark(what, value, most, form) {
  const isGood = value < most
  if (!isGood) missed++
  line(`${isGood ? 'ok  ' : 'MISS'} ${what}`, `${form(value)} (mark: less than ${form(most)})`)
}

function measureSizes() {
  const sizes = JSON.parse(execFileSync(bun, [join(root, 'bench/page/sizes.ts')], { encoding: 'utf8' }))
  console.log('\nFiles: raw, gzip, brotli')
  const sum = (files, form) => files.reduce((total, file) => total + file[form], 0)
  const show = (what, files) =>
    line(what, ['raw', 'gzip', 'brotli'].map((form) => kB(sum(files, form)).padStart(9)).join(' '))
  for (const one of sizes) show(`${one.first ? 'first' : 'later'} ${one.path}`, [one])
  const first = sizes.filter((one) => one.first)
  show('first load', first)
  mark('first load, gzip', sum(first, 'gzip'), MOST_FIRST_LOAD, kB)
}

/** Several times; since the machine has other things to do, the fastest is what the page itself needs. */
async function measureOpening(what, open, wanted) {
  console.log(`\n${what}, nothing cached, ${TIMES} times: fastest (median, slowest)`)
  const runs = []
  for (let n = 0; n < TIMES; n++) runs.push(await open())
  const show = (name, form) => {
    const all = runs.map((run) => run[name])
    line(name, `${form(Math.min(...all))} (${form(median(all))}, ${form(Math.max(...all))})`)
  }
  show('bytes', kB)
  for (const name of ['painted', ...wanted]) show(name, ms)
  const slowest = runs.map((run) => Math.max(...wanted.map((name) => run[name])))
  mark(`${what}: all of it`, Math.min(...slowest), MOST_MS, ms)
}

async function measureStranger(browser, { url }) {
  const wanted = { 'log-in can be filled in': '.sign-in form input[name=password]' }
  const usable = (page) => page.locator('input[name=who]').fill('alice')
  await measureOpening(
    'A stranger opens the page',
    () => timeOpening(browser, url, wanted, { usable }),
    Object.keys(wanted),
  )
}

async function measureMember(browser, { url, chat, username, password }) {
  const wanted = {
    'the list of chats': '.chat-list .rows a.row',
    'the messages': `[data-position="${MANY}"]`,
    'the field to write in': '#compose',
  }
  const usable = (page) => page.locator('#compose').fill('Hello')
  const signedInAs = { username, password }
  await measureOpening(
    'Alice opens a chat',
    () => timeOpening(browser, `${url}/app/chat/${chat.id}`, wanted, { signedInAs, usable }),
    Object.keys(wanted),
  )
}

async function measureScrolling(browser, house) {
  console.log(`\nAlice scrolls through ${MANY} messages as fast as she can`)
  const { opened, up, atTop, down, back } = await scrollAll(browser, house, MANY)
  for (const [what, [way, tasks]] of [
    ['to the first', up],
    ['and back', down],
  ]) {
    line(what, `${way.seconds.toFixed(1)} s; at most ${way.mostRows} messages in the page`)
    line('  frames', `${ms(way.typicalFrame)}; one in a hundred takes ${ms(way.slowFrame)}`)
    for (const how of ['clock', 'processor'])
      line(
        `  tasks of more than 50 ms by the ${how}`,
        `${tasks[how].long}, the longest ${ms(tasks[how].most)}`,
      )
  }
  const memory = ({ bytes, nodes }) => `${MB(bytes)}, ${nodes} nodes`
  line('memory, after opening the chat', memory(opened))
  line('memory, at the first message', memory(atTop))
  line('memory, back at the newest', memory(back))
  mark('memory that scrolling leaves behind', back.bytes - opened.bytes, MOST_LEFT, MB)
  mark(
    'the longest task, of the processor',
    Math.max(up[1].processor.most, down[1].processor.most),
    MOST_TASK_MS,
    ms,
  )
}

console.log(`${cpus().length} cores, which others keep busy ${loadavg()[0].toFixed(1)} times`)
measureSizes()
const house = await openHouse(MANY)
const browser = await launch({ handleSIGTERM: true })
try {
  await measureStranger(browser, house)
  await measureMember(browser, house)
  await measureScrolling(browser, house)
} finally {
  await Promise.all([browser.close(), house.server.close()])
}
process.exit(missed === 0 ? 0 : 1)
