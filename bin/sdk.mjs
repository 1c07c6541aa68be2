#!/usr/bin/env node
import { join } from 'node:path'
import { bun, install, root } from './install.mjs'
import { become } from './run.mjs'

install()
become(bun, [join(root, 'sdk', 'scripts', 'generate.ts')], { cwd: root })
