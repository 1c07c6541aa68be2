import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const sdk = join(import.meta.dir, '..')
const src = join(sdk, 'src')
const sources = [...new Bun.Glob('**/*.ts').scanSync(src)].filter((file) => !file.endsWith('.test.ts'))
const written = [...new Bun.Glob('{src,scripts,test}/**/*.ts').scanSync(sdk)]
const read = (file: string) => readFileSync(file, 'utf8')
const imports = (text: string) =>
  [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^'\n]+)'/g)].map((match) => match[1]!)

test('the SDK imports nothing but itself and socket.io-client', () => {
  expect(sources.length).toBeGreaterThan(12)
  const foreign = sources
    .flatMap((file) => imports(read(join(src, file))))
    .filter((one) => !one.startsWith('.'))
  expect([...new Set(foreign)]).toEqual(['socket.io-client'])
  const upwards = sources.filter((file) =>
    imports(read(join(src, file))).some((one) => one.includes('../../')),
  )
  expect(upwards).toEqual([])
})

test('the package names that one dependency, in the version that we test with', () => {
  const ours = JSON.parse(read(join(sdk, 'package.json')))
  const whole = JSON.parse(read(join(sdk, '../package.json')))
  expect(ours.dependencies).toEqual({ 'socket.io-client': whole.dependencies['socket.io-client'] })
})

test('it runs where there is neither Bun nor Node', () => {
  const users = sources.filter((file) => /\b(?:Bun|process|Buffer|require)\b[.(]/.test(read(join(src, file))))
  expect(users).toEqual([])
})

test('files are short and have names that say something', () => {
  const nameless = /^(index|utils?|helpers?|commons?|types?|services?|managers?|base)\./
  const byHand = written.filter((file) => !file.endsWith('.gen.ts'))
  expect(byHand.filter((file) => nameless.test(basename(file)))).toEqual([])
  expect(byHand.filter((file) => read(join(sdk, file)).trimEnd().split('\n').length > 250)).toEqual([])
})
