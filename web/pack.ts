/** Writes the web client into one file, for the executable to carry: `bun web/pack.ts dist/client.parleyweb` */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { bundle } from './bundle.ts'

const path = process.argv[2]!
mkdirSync(dirname(path), { recursive: true })
writeFileSync(path, JSON.stringify(await bundle()))
