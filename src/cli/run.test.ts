import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import packageJson from '../../package.json' with { type: 'json' }

const main = join(import.meta.dir, '..', 'main.ts')

/** A folder of its own, in which the command line is run as somebody at a shell would run it. */
function installation() {
  const cwd = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, PORT: '0' }
  return {
    spawn: (...args: string[]) =>
      Bun.spawn([process.execPath, main, ...args], {
        cwd,
        env,
        stdin: 'pipe',
        stdout: 'pipe',
        stderr: 'pipe',
      }),
    async run(args: string[], { typed = '', ...more }: Record<string, string> = {}) {
      const stdin = new Blob([typed])
      const options = { cwd, env: { ...env, ...more }, stdin, stdout: 'pipe', stderr: 'pipe' } as const
      const child = Bun.spawn([process.execPath, main, ...args], options)
      const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
      return { code: await child.exited, out, err }
    },
    [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }),
  }
}

test('the version is that of the package', async () => {
  using here = installation()
  expect(await here.run(['--version'])).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' })
})

const mistakes: [args: string, env: Record<string, string>, said: string][] = [
  ['srve', {}, 'There is no command "srve"'],
  ['user list --state gone', {}, 'Allowed choices'],
  ['fake --users many', {}, 'Expected a whole number'],
  ['user create', {}, "missing required argument 'username'"],
  ['user create erin', {}, 'No password came in'],
  ['user create erin', { typed: 'short' }, 'password: must have at least 8 characters'],
  ['user list', {}, 'There is no database'],
  ['serve', { DATABASE_URL: 'oracle://x' }, 'DATABASE_URL names no database'],
  ['user list', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'is DATABASE_URL right'],
]

for (const [args, env, said] of mistakes)
  test(`a mistake is one line and ends with 1: ${args} ${JSON.stringify(env)}`, async () => {
    using here = installation()
    const { code, out, err } = await here.run(args.split(' '), env)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toStartWith('parley: ')
    expect(err).toContain(said)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

test('settings that are wrong are named, one line each, without a trace', async () => {
  using here = installation()
  const { code, err } = await here.run(['serve'], { PORT: 'x', PARLEY_SESSION_DAYS: '0' })
  expect(code).toBe(1)
  expect(err.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
    'parley',
    'PORT',
    'PARLEY_SESSION_DAYS',
    '',
  ])
})

test('what is needed by hand works beside a server, and the server sees it at once', async () => {
  using here = installation()
  const server = here.spawn()
  try {
    const { value } = await server.stdout.getReader().read()
    const url = /^parley listening on (http:\S+)\n$/.exec(new TextDecoder().decode(value))![1]!
    const login = (password: string) =>
      fetch(`${url}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username: 'erin', password }),
      }).then((answer) => answer.status)

    const created = await here.run(['user', 'create', 'erin'], { typed: 'the first password\n' })
    expect(created).toEqual({ code: 0, out: 'erin has an account and is an admin\n', err: '' })
    expect(await login('the first password')).toBe(201)
    const reset = await here.run(['user', 'reset-password', 'erin', '--generate'])
    const password = /^password: (\S+)$/m.exec(reset.out)![1]!
    expect([await login('the first password'), await login(password)]).toEqual([401, 201])
    expect((await here.run(['user', 'list'])).out).toContain('1 account\n')
    expect((await here.run(['doctor'])).code).toBe(0)
  } finally {
    server.kill('SIGTERM')
  }
  expect(await server.exited).toBe(0)
})
