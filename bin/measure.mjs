#!/usr/bin/env node
import { join } from 'node:path'
import { install, root } from './install.mjs'
import { become } from './run.mjs'

install()
become(process.execPath, [join(root, 'bench', 'page', 'measure.mjs')], { cwd: root })
