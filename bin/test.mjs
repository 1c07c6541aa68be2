#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bun, install, root } from './install.mjs'

install()
const folder = mkdtempSync(join(tmpdir(), 'parley-run-'))
const report = join(folder, 'report.xml')
const ranFile = join(folder, 'ran')

/** A machine that offers one of these must have tried it. */
const servers = [
  ['postgres', process.env.TEST_POSTGRES_URL ?? 'postgres://127.0.0.1:5432'],
  ['mysql', process.env.TEST_MYSQL_URL ?? 'mysql://127.0.0.1:3306'],
  ['redis', process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'],
]
const usualPorts = {
  'postgres:': 5432,
  'postgresql:': 5432,
  'mysql:': 3306,
  'mariadb:': 3306,
  'redis:': 6379,
}

const given = process.argv.slice(2)
const everything = !namesFiles(given)
const status = runTests()
const counts = readReport()
const ran = existsSync(ranFile)
  ? [...new Set(readFileSync(ranFile, 'utf8').split('\n').filter(Boolean))].sort()
  : []
rmSync(folder, { recursive: true, force: true })

for (const failure of counts.failures) console.error(failure)
const complaints = await findComplaints()
for (const complaint of complaints) console.error(`parley: ${complaint}`)
if (everything && !process.env.PARLEY_TEST_THOROUGH)
  console.error(
    'parley: each file ran on at most one of the servers, the long stories were left out, and much was tried a few times only; PARLEY_TEST_THOROUGH=1, or .ci/run, does all of it',
  )
if (!existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium'))
  console.error(
    'parley: nothing was tried in a browser; get Chromium (apt-get install chromium), or set CHROMIUM',
  )
if (status !== 0 && counts.failed === 0) counts.failed = 1
console.log(`databases: ${ran.filter((name) => name !== 'chromium').join(', ') || 'none'}`)
console.log(`browser: ${ran.includes('chromium') ? 'chromium' : 'none'}`)
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}`,
)
process.exitCode = complaints.length > 0 || counts.failed > 0 ? 1 : 0

function runTests() {
  const places = everything ? ['./src', './test', './sdk', './web'] : []
  const flags = ['--timeout', '120000', '--reporter=junit', `--reporter-outfile=${report}`]
  if (everything) flags.push('--parallel=2', '--no-isolate')
  // Who names a file means all of it.
  const thorough = everything ? {} : { PARLEY_TEST_THOROUGH: '1' }
  const env = {
    ...thorough,
    ...process.env,
    PARLEY_TEST_RAN: ranFile,
    TMPDIR: process.env.TMPDIR ?? quickFolder(),
  }
  const done = spawnSync(bun, ['test', ...flags, ...given, ...places], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return done.status ?? 1
}

/** Where the data of tests lie: in memory if there is room, since a disk that many write to at once is slow to sync. */
function quickFolder() {
  const memory = '/dev/shm'
  try {
    const { bavail, bsize } = statfsSync(memory)
    accessSync(memory, constants.W_OK)
    if (bavail * bsize > 2 * 2 ** 30) return memory
  } catch {}
  return tmpdir()
}

/** Do the arguments name test files, so that only these are run? */
function namesFiles(args) {
  const withValue = [
    '-t',
    '--test-name-pattern',
    '--timeout',
    '--seed',
    '--rerun-each',
    '--retry',
    '--preload',
    '-r',
  ]
  return args.some((arg, i) => !arg.startsWith('-') && !withValue.includes(args[i - 1]))
}

/** Counts what Bun reports, with how each failure began; an aborted run leaves no report. */
function readReport() {
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : ''
  const head = /<testsuites\b[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const [tests, failed, skipped] = [number('tests'), number('failures') + number('errors'), number('skipped')]
  return { passed: tests - failed - skipped, failed, skipped, failures: failuresOf(xml) }
}

/** Said once more at the end: what comes in between may be thousands of lines. */
function failuresOf(xml) {
  const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', '#10': '\n' }
  const mostLines = 30
  const cases = [
    ...xml.matchAll(/<testcase name="([^"]*)"[^>]*? file="([^"]*)"[^>]*>\s*<failure\b[^>]*>([^<]*)/g),
  ]
  return cases.map(([, ...found]) => {
    const [name, file, why] = found.map((text) => text.replace(/&(#10|\w+);/g, (_, is) => entities[is] ?? _))
    const lines = why.trimEnd().split('\n').slice(0, mostLines)
    return `parley: ${file}: ${name}\n${lines.map((line) => `  ${line}`).join('\n')}`
  })
}

/** Why this run is no proof, though no test failed. */
async function findComplaints() {
  const found = []
  if (counts.passed === 0 && counts.failed === 0) found.push('no test ran')
  else if (status !== 0 && counts.failed === 0)
    found.push(`bun test ended with ${status} outside of any test; see above`)
  for (const name of await required())
    if (!ran.includes(name)) found.push(`the tests must run on ${name}, but did not: is it there?`)
  return found
}

/** What must have been tried: what the environment asks for, and in CI whatever this machine has. */
async function required() {
  const asked = (process.env.PARLEY_TEST_REQUIRE ?? '').split(',').map((name) => name.trim())
  if (process.env.CI && everything) {
    asked.push('chromium')
    for (const [name, url] of servers) if (await listens(new URL(url))) asked.push(name)
  }
  return new Set(asked.filter(Boolean))
}

function listens({ protocol, hostname, port }) {
  return new Promise((answer) => {
    const socket = connect({ host: hostname, port: Number(port || usualPorts[protocol]), timeout: 2000 })
    const end = (is) => {
      socket.destroy()
      answer(is)
    }
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false))
  })
}
