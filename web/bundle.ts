/** Makes the files of the web client out of `web/src`. Runs under Bun: from source at start, or before the executable is built. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A file as it is served, in the ways in which a browser may take it. Bodies are base64. */
export interface Bundled {
  path: string
  type: string
  /** Its name changes with its content, so browsers may keep it for ever. */
  lasting: boolean
  plain: string
  gzip?: string
  brotli?: string
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}
const packed = new Set(['.html', '.js', '.css', '.svg', '.webmanifest'])

/** Where the program lies when it runs from source. In the executable there is nothing to be found there. */
export const root = join(import.meta.dir, '..')

const cache = join(root, 'node_modules', '.cache')
const cached = (print: string) => `parley-web-${print}.json`

/** Builds everything, or takes it from the last time if nothing has changed since. */
export async function bundle(): Promise<Bundled[]> {
  const print = fingerprint()
  try {
    return JSON.parse(readFileSync(join(cache, cached(print)), 'utf8'))
  } catch {
    const files = await build()
    // Somebody may have been writing meanwhile.
    if (print === fingerprint()) keep(cached(print), JSON.stringify(files))
    return files
  }
}

async function build(): Promise<Bundled[]> {
  const [script, ...parts] = await compile('main.tsx')
  const [style] = await compile('style/app.css')
  const page = readFileSync(join(root, 'web/app/page.html'), 'utf8')
    .replace('main.js', script!.path)
    .replace('app.css', style!.path)
    .replace('</head>', `${needed(script!, parts).map(preload).join('')}</head>`)
  const fixed = ['app.webmanifest', 'icon.svg', 'icon-maskable.svg', 'icon-180.png', 'icon-512.png'].map(
    (name) => served(`/app/${name}`, readFileSync(join(root, 'web/app', name))),
  )
  const shell = [served('/app', Buffer.from(page)), script!, ...parts, style!, ...fixed]
  const [worker] = await compile('service-worker.ts', {
    SHELL: JSON.stringify(shell.map(({ path }) => path)),
    VERSION: JSON.stringify(Bun.hash(JSON.stringify(shell)).toString(36)),
  })
  return [...shell, { ...worker!, path: '/service-worker.js', lasting: false }]
}

const scanner = new Bun.Transpiler({ loader: 'js' })

/** The parts that a script imports at once, so that the browser need not find out one after the other. */
export function needed(script: Bundled, parts: Bundled[], found = new Set<Bundled>()): Bundled[] {
  const imports = scanner.scanImports(Buffer.from(script.plain, 'base64'))
  for (const { path: name } of imports.filter(({ kind }) => kind === 'import-statement')) {
    const part = parts.find(({ path }) => path === name.replace('./', '/app/'))
    if (part && !found.has(part)) needed(part, parts, found.add(part))
  }
  return [...found]
}

const preload = ({ path }: Bundled) => `  <link rel="modulepreload" href="${path}">\n  `

async function compile(entry: string, define: Record<string, string> = {}): Promise<Bundled[]> {
  const { outputs } = await Bun.build({
    entrypoints: [join(root, 'web/src', entry)],
    target: 'browser',
    minify: true,
    splitting: true,
    naming: { entry: '[name]-[hash].[ext]', chunk: 'part-[hash].[ext]' },
    jsx: { runtime: 'automatic', importSource: 'preact', development: false },
    define: { 'process.env.NODE_ENV': '"production"', ...define },
  })
  const files = outputs.toSorted(
    (a, b) => Number(a.kind !== 'entry-point') - Number(b.kind !== 'entry-point'),
  )
  return Promise.all(
    files.map(async (made) =>
      served(`/app/${made.path.replace(/^.*\//, '')}`, Buffer.from(await made.arrayBuffer()), true),
    ),
  )
}

function served(path: string, content: Buffer, lasting = false): Bundled {
  const ext = extname(path) || '.html'
  const file = { path, type: types[ext]!, lasting, plain: content.toString('base64') }
  if (!packed.has(ext)) return file
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
  return {
    ...file,
    gzip: gzipSync(content, { level: 9 }).toString('base64'),
    brotli: brotliCompressSync(content, { params }).toString('base64'),
  }
}

/** Of everything that goes in. */
function fingerprint(): string {
  const hash = new Bun.CryptoHasher('sha256').update(Bun.version)
  hash.update(readFileSync(import.meta.path))
  for (const folder of ['web/app', 'web/src', 'sdk/src'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (extname(name)) hash.update(name).update(readFileSync(join(root, folder, name)))
  return hash
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16)
}

/** In place of those from before. Where nothing can be written, it is built anew at the next start. */
function keep(name: string, text: string): void {
  try {
    mkdirSync(cache, { recursive: true })
    const old = readdirSync(cache).filter((one) => /^parley-web-\w+\.json$/.test(one) && one !== name)
    const path = join(cache, name)
    writeFileSync(`${path}.${process.pid}`, text)
    renameSync(`${path}.${process.pid}`, path)
    for (const one of old) rmSync(join(cache, one), { force: true })
  } catch {}
}
