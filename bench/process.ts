import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Peer {
  url: string
  pid: number
  stop(): Promise<void>
}

/** Starts a server in a process of its own and waits for the line that says where it listens. */
export async function startServer(command: string[], env: Record<string, string> = {}): Promise<Peer> {
  const child = Bun.spawn(command, { env: { ...process.env, ...env }, stdout: 'pipe', stderr: 'inherit' })
  const reader = child.stdout.getReader()
  let said = ''
  for (;;) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`${command.join(' ')} ended: ${said}`)
    said += new TextDecoder().decode(value)
    const url = /listening on (http:\S+)/.exec(said)?.[1]
    if (url) return { url, pid: child.pid, stop: () => stop(child) }
  }
}

async function stop(child: { kill(signal: NodeJS.Signals): void; exited: Promise<number> }) {
  child.kill('SIGTERM')
  await child.exited
}

/** Parley on a fresh SQLite database, with the limits that a load test would hit taken away. */
export async function startParley(env: Record<string, string> = {}): Promise<Peer & { dataDir: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-bench-'))
  const peer = await startServer([process.execPath, join(import.meta.dir, '../src/main.ts'), 'serve'], {
    PORT: '0',
    PARLEY_DATA_DIR: dataDir,
    DATABASE_URL: '',
    PARLEY_LOG_LEVEL: 'error',
    PARLEY_RATE_PER_MINUTE: '0',
    PARLEY_RATE_ANONYMOUS_PER_MINUTE: '0',
    PARLEY_MAX_CONNECTIONS_PER_USER: '10000',
    PARLEY_DRAIN_SECONDS: '0',
    ...env,
  })
  return {
    ...peer,
    dataDir,
    async stop() {
      await peer.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** The closing line of every benchmark: one ratio, and what was asked of it. */
export function report(what: string, ratio: number, bound: string, good: boolean): void {
  console.log(`${good ? 'ok  ' : 'MISS'} ${what}: ratio ${ratio.toFixed(2)} (${bound})`)
  if (!good) process.exitCode = 1
}
