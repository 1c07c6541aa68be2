#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bun, install, root } from './install.mjs'

install()
const all = [
  'send',
  'broadcast',
  'memory',
  'catch-up',
  'latency',
  'future',
  'upload',
  'leaderboard',
  'dialects',
]
const chosen = process.argv.slice(2)
let missed = 0
for (const name of chosen.length > 0 ? chosen : all) {
  console.log(`\n${name}`)
  const done = spawnSync(bun, [join(root, 'bench', `${name}.ts`)], { stdio: 'inherit', timeout: 300_000 })
  if (done.status !== 0) missed++
}
process.exit(missed === 0 ? 0 : 1)
