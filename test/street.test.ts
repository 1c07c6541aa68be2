import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { settingNames } from '../src/config.ts'

/** From left to right: each imports only from what is to its left. A new folder gets its place here. */
const street =
  'problem clock zone id config logger secrets db log labels http outbox users contacts media chats messages scheduled projects events games site transports dialects schedule app cli main'.split(
    ' ',
  )

/** Files (and one folder) in which Bun itself, not the standard library, is used: what would have to change to run on something else. */
const bunOnly = [
  'id.ts',
  'db/reader.ts',
  'db/sqlite.ts',
  'http/address.ts',
  'http/hang-up.ts',
  'http/listen.ts',
  'http/mount.ts',
  'http/pages.ts',
  'http/web-client.ts',
  'log/bell.ts',
  'media/storage/',
  'transports/',
  'users/old-passwords.ts',
  'users/passwords.ts',
  'cli/terminal.ts',
  'cli/doctor/database.ts',
  'cli/doctor/network.ts',
  'cli/doctor/settings.ts',
]
const mayBeLong = ['db/schema.ts', 'config.ts']
const nameless = /^(index|utils?|helpers?|commons?|types?|services?|managers?|base)\./

const root = join(import.meta.dir, '..')
const src = join(root, 'src')
const files = [...new Bun.Glob('**/*.ts').scanSync(src)].sort()
const program = files.filter((file) => !file.endsWith('.test.ts') && file !== 'assets.d.ts')
const read = (file: string) => readFileSync(join(src, file), 'utf8')

/** The house a file stands in: its folder, or itself when it stands at the root. */
const placeOf = (file: string) => file.split('/')[0]!.replace(/\.ts$/, '')

const importing = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g
const workers = /\bnew (?:URL|Worker)\([^)]*?(['"])(\.\.?\/[^'"\n]+)\1/g

/** What a file names of ours: imported, statically or not, or started as a worker. */
function neighbours(file: string): string[] {
  const text = read(file)
  const names = [...text.matchAll(importing), ...text.matchAll(workers)].map((match) => match[2]!)
  return names
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(src, join(src, dirname(file), name)))
}

/** The code without its comments and its texts. */
function codeOf(file: string): string {
  return read(file)
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

test('there is a street to look at', () => {
  expect(program.length).toBeGreaterThan(80)
  expect(neighbours('cli/fake.ts')).toContain('cli/fake/people.ts')
  expect(neighbours('main.ts')).toEqual(['cli/run.ts'])
})

test('every file stands in a house of the street', () => {
  expect(program.filter((file) => !street.includes(placeOf(file)))).toEqual([])
})

test('nobody imports from the right', () => {
  const wrong = program.flatMap((file) =>
    neighbours(file)
      .filter(
        (other) => !other.startsWith('..') && street.indexOf(placeOf(other)) > street.indexOf(placeOf(file)),
      )
      .map((other) => `${file} imports ${other}`),
  )
  expect(wrong).toEqual([])
})

test('what is imported is there, and from outside of src only pages', () => {
  const named = program.flatMap((file) => neighbours(file).map((other) => [file, other] as const))
  const inExecutable = 'db/src/db/reader.worker.ts'
  expect(named.filter(([, other]) => other !== inExecutable && !existsSync(join(src, other)))).toEqual([])
  const outside = named.filter(([, other]) => other.startsWith('..')).map(([, other]) => other.split('/')[1]!)
  expect([...new Set(outside)].filter((folder) => !['web', 'docs'].includes(folder))).toEqual([])
})

test('every file has a name that says something', () => {
  expect(files.filter((file) => nameless.test(basename(file)))).toEqual([])
})

test('no file is longer than 250 lines', () => {
  const long = program.filter(
    (file) => !mayBeLong.includes(file) && read(file).trimEnd().split('\n').length > 250,
  )
  expect(long).toEqual([])
})

test('only config.ts reads the environment', () => {
  const readers = program.filter((file) => /\b(?:process|Bun|import\.meta)\.env\b/.test(codeOf(file)))
  expect(readers).toEqual(['config.ts'])
})

test('Bun itself is used in few files, all named here', () => {
  const users = program.filter((file) => /\bBun\./.test(codeOf(file)) || /from 'bun(:\w+)?'/.test(read(file)))
  expect(users.filter((file) => !bunOnly.some((known) => file.startsWith(known)))).toEqual([])
  expect(bunOnly.filter((known) => !users.some((file) => file.startsWith(known)))).toEqual([])
})

test('.env.example explains every setting, and nothing else', () => {
  const example = readFileSync(join(root, '.env.example'), 'utf8')
  const named = [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]!)
  expect([...new Set(named)].sort()).toEqual([...settingNames].sort())
})
