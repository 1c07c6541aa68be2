#!/usr/bin/env node
import { join } from 'node:path'
import { bun, install, root } from './install.mjs'
import { become } from './run.mjs'

install()
const entries = [join(root, 'src', 'main.ts'), join(root, 'src', 'db', 'reader.worker.ts')]
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
