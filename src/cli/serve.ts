import { openApp } from '../app.ts'
import { readConfig } from '../config.ts'

/** Serves until it is told to stop; then says goodbye to everybody and ends with 0. */
export async function serve(): Promise<void> {
  const app = await openApp(readConfig())
  console.log(`parley listening on ${app.url}`)
  let stopping = false
  async function stop() {
    if (stopping) return
    stopping = true
    await app.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}
