import { cpSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const sdk = join(import.meta.dir, '..')

/** A folder in which the examples stand beside an installed `parley-client`, made of one file for each entry. */
export async function unpack(target: 'node' | 'browser'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-example-'))
  const installed = join(folder, 'node_modules', 'parley-client')
  mkdirSync(installed, { recursive: true })
  const built = await Bun.build({
    entrypoints: [join(sdk, 'src/parley.ts'), join(sdk, 'src/api.gen.ts')],
    target,
    format: 'esm',
    outdir: join(installed, 'dist'),
  })
  if (!built.success) throw new AggregateError(built.logs, 'the SDK could not be bundled')
  cpSync(join(sdk, 'package.json'), join(installed, 'package.json'))
  cpSync(join(sdk, 'examples'), folder, { recursive: true })
  cpSync(join(installed, 'dist/parley.js'), join(folder, 'parley.js'))
  return folder
}
