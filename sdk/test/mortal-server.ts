import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dir, '../../src/main.ts')

/** The real program in a process of its own, to be killed without ceremony and started again on the same data. */
export interface MortalServer extends AsyncDisposable {
  readonly url: string
  kill(): Promise<void>
  start(): Promise<void>
}

export async function mortalServer(env: Record<string, string> = {}): Promise<MortalServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-mortal-'))
  let port = '0'
  let url = ''
  let child: Bun.Subprocess<'ignore', 'pipe', 'ignore'> | undefined

  async function start() {
    const settings = { PORT: port, PARLEY_DATA_DIR: dataDir, DATABASE_URL: '', PARLEY_LOG_LEVEL: 'silent' }
    child = Bun.spawn([process.execPath, main, 'serve'], {
      env: { ...process.env, ...settings, ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'ignore',
    })
    const { value } = await child.stdout.getReader().read()
    url = /listening on (\S+)/.exec(new TextDecoder().decode(value))?.[1] ?? ''
    if (!url) throw new Error('the server did not start')
    port = new URL(url).port
  }

  async function kill() {
    child?.kill('SIGKILL')
    await child?.exited
    child = undefined
  }

  await start()
  return {
    get url() {
      return url
    },
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
