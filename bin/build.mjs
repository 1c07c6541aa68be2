#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { bun, install, root } from './install.mjs'
import { become } from './run.mjs'

install()
const client = join(root, 'dist', 'client.parleyweb')
const packed = spawnSync(bun, [join(root, 'web', 'pack.ts'), client], { cwd: root, stdio: 'inherit' })
if (packed.status !== 0) process.exit(packed.status ?? 1)
const entries = [join(root, 'src', 'main.ts'), join(root, 'src', 'db', 'reader.worker.ts'), client]
const flags = [
  '--compile',
  '--minify-whitespace',
  '--sourcemap=none',
  // A .env in the folder where it is started is read, as from source; nothing else there changes the program.
  '--no-compile-autoload-bunfig',
  `--root=${root}`,
  `--outfile=${join(root, 'dist', 'parley')}`,
]
become(bun, ['build', ...flags, ...entries], { cwd: root })
