#!/usr/bin/env node
/** Tries what only the executable can get wrong: that everything it needs is inside. Run it after `npm run build`. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './install.mjs'

const parley = join(root, 'dist', process.platform === 'win32' ? 'parley.exe' : 'parley')
const cwd = mkdtempSync(join(tmpdir(), 'parley-executable-'))
const { PATH, HOME, TMPDIR, SystemRoot } = process.env
const env = { PATH, HOME, TMPDIR, SystemRoot, PORT: '0' }

function run(...args) {
  const { status, stdout, stderr } = spawnSync(parley, args, { cwd, env, encoding: 'utf8', timeout: 60_000 })
  assert.equal(status, 0, `parley ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`)
  return stdout
}

async function startServer() {
  const server = spawn(parley, ['serve'], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => server.on('exit', (code) => resolve(code)))
  const url = await new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => resolve(/http:\S+/.exec(String(text))?.[0]))
    ended.then((code) => reject(new Error(`the server ended with ${code} before it listened`)))
  })
  return { server, ended, url }
}

async function get(url, headers = {}) {
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })
  const text = await answer.text()
  assert.equal(answer.status, 200, `${url} answered ${answer.status}: ${text.slice(0, 300)}`)
  return text
}

/** A page, and everything that it says it needs. */
async function getPage(url) {
  const page = await get(url, { accept: 'text/html' })
  const parts = [...page.matchAll(/(?:src|href)="(\/[^"#?]+)"/g)].map((match) => new URL(match[1], url).href)
  for (const part of new Set(parts)) assert.ok((await get(part)).length > 0, `${part} is empty`)
  return parts.length
}

async function post(url, body, token) {
  const headers = {
    'content-type': 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(answer.status, 201, `${url} answered ${answer.status}`)
  return answer.json()
}

async function tryServer() {
  const { server, ended, url } = await startServer()
  try {
    assert.equal(JSON.parse(await get(`${url}/`)).name, 'Parley')
    await getPage(`${url}/`)
    assert.ok((await getPage(`${url}/docs`)) >= 3, 'the API page names its script and style')
    assert.ok(JSON.parse(await get(`${url}/openapi.json`)).paths['/api/v1/users'])
    const { access_token: token } = await post(`${url}/api/v1/users`, {
      username: 'zoe',
      password: 'a long password',
    })
    const authorization = `Bearer ${token}`
    const [somebody] = JSON.parse(await get(`${url}/api/v1/users?limit=1`, { authorization })).items
    assert.ok(somebody, 'finding people reads in a thread of its own')
    const chat = await post(`${url}/api/v1/chats`, { title: 'Walks', member_ids: [somebody.id] }, token)
    await post(`${url}/api/v1/chats/${chat.id}/messages`, { text: 'Shall we walk on Sunday?' }, token)
    const found = JSON.parse(await get(`${url}/api/v1/search/messages?query=sunday`, { authorization }))
    assert.equal(found.items.length, 1, 'searching finds the message')
  } finally {
    server.kill('SIGTERM')
  }
  assert.equal(await ended, 0, 'a server that is told to stop ends with 0')
}

try {
  assert.match(run('--version'), /^\d+\.\d+\.\d+$/m)
  run('fake', '--users', '10', '--messages', '200', '--seed', '1')
  await tryServer()
  run('doctor')
  console.log('executable: serves, searches, fakes and examines itself in an empty folder')
} finally {
  rmSync(cwd, { recursive: true, force: true })
}
