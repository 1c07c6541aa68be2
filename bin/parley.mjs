#!/usr/bin/env node
import { join } from 'node:path'
import { bun, install, root } from './install.mjs'
import { become } from './run.mjs'

install()
become(bun, [join(root, 'src', 'main.ts'), ...process.argv.slice(2)])
