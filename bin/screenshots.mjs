#!/usr/bin/env node
import { install } from './install.mjs'

install()
await import('../web/pictures/take.mjs')
