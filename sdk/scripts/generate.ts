import { join } from 'node:path'
import { readDocument } from './document.ts'
import { typescriptOf } from './typescript-of.ts'

const file = join(import.meta.dir, '../src/api.gen.ts')
await Bun.write(file, typescriptOf(await readDocument()))
console.log(`parley: wrote ${file}`)
