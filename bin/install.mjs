import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const bun = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'bun.cmd' : 'bun')

/** Installs what is missing (Bun itself comes from npm), and does nothing when the lockfile is already installed. */
export function install() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  const wanted = join(root, 'package-lock.json')
  if (existsSync(bun) && existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs)
    return
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const args = [...npm.slice(1), 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = spawnSync(npm[0], args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    console.error('parley: npm ci failed; see above. It needs Node 20 or newer and the npm registry.')
    process.exit(done.status ?? 1)
  }
}
