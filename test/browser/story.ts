import { test } from 'bun:test'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { noteRan } from '../note-ran.ts'
import { often } from '../often.mjs'

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const missing = !existsSync(chromium)
const advice = 'needs Chromium: apt-get install chromium, or CHROMIUM=path'

interface Options {
  /** How long it may take; it is quick, but the machine may be busy. */
  seconds?: number
  env?: Record<string, string>
  /** Only in a thorough run (`PARLEY_TEST_THOROUGH`), since it takes long. */
  thorough?: boolean
}

/**
 * One test in a real browser: a script of this folder, in a process of Node, since Playwright does not run under Bun.
 * Without a browser it is skipped, except in CI, where it fails.
 */
export function story(title: string, script: string, options: Options = {}): void {
  const { seconds = 120, env = {}, thorough = false } = options
  if (thorough && !often(0, 1)) return
  browserTest(title, () => underNode([join(import.meta.dir, script)], { seconds, env }), seconds)
}

/** A test that needs a browser. */
export function browserTest(title: string, act: () => Promise<unknown>, seconds = 120): void {
  const skipped = missing && !process.env.CI
  test.skipIf(skipped)(
    skipped ? `${title} (${advice})` : title,
    async () => {
      if (missing) throw new Error(`There is no ${chromium}; this ${advice}`)
      noteRan('chromium')
      await act()
    },
    (seconds + 10) * 1000,
  )
}

/**
 * Runs a script under Node, and answers with what it printed.
 * @throws Error with everything that it said, if it fails or takes longer than it may
 */
export async function underNode(
  command: string[],
  { seconds = 120, env = {} }: Options = {},
): Promise<string> {
  const child = spawn('node', command, {
    env: { ...process.env, CHROMIUM: chromium, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', all: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
    said.all += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.all += text
  })
  // Politely first: the script ends its server and its browser.
  const patience = setTimeout(() => child.kill('SIGTERM'), seconds * 1000)
  const lastWord = setTimeout(
    () => {
      child.kill('SIGKILL')
      child.stdout.destroy()
      child.stderr.destroy()
    },
    (seconds + 5) * 1000,
  )
  const status = await new Promise((resolve) => child.on('close', resolve))
  clearTimeout(patience)
  clearTimeout(lastWord)
  if (status !== 0) throw new Error(`node ${command.join(' ')} ended with ${status}:\n${said.all}`)
  return said.out
}
