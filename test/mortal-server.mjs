// Runs under Bun and under Node.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { bun, root } from '../bin/install.mjs'

/** The real program in a process of its own, to be killed without ceremony and started again on the same data and port. */
export async function mortalServer(env = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-mortal-'))
  let url
  let child

  async function start() {
    const settings = { PARLEY_DATA_DIR: dataDir, DATABASE_URL: '', PARLEY_LOG_LEVEL: 'silent' }
    const port = url ? new URL(url).port : '0'
    child = spawn(bun, [join(root, 'src/main.ts'), 'serve'], {
      env: { ...process.env, ...settings, ...env, PORT: port },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface(child.stdout)) {
      url = /listening on (\S+)/.exec(line)?.[1]
      if (url) return
    }
    throw new Error('the server did not start')
  }

  async function kill() {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    ending.kill('SIGKILL')
    await once(ending, 'exit')
  }

  // Whatever becomes of the test, nothing of it is left to run.
  const orphaned = () => child?.kill('SIGKILL')
  process.once('exit', orphaned)
  await start()
  return {
    get url() {
      return url
    },
    get pid() {
      return child?.pid
    },
    kill,
    start,
    async close() {
      await kill()
      process.off('exit', orphaned)
      rmSync(dataDir, { recursive: true, force: true })
    },
    [Symbol.asyncDispose]() {
      return this.close()
    },
  }
}
