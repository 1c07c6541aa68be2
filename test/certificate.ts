import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  key: string
  cert: string
}

let made: Certificate | undefined

/** A fresh key and a certificate of its own authority, for `localhost` and the addresses of this machine. Needs `openssl`. */
export function certificate(): Certificate {
  made ??= make()
  return made
}

function make(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2'
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const args = [
    'req',
    '-x509',
    ...kind,
    '-keyout',
    key,
    '-out',
    cert,
    '-subj',
    '/CN=localhost',
    '-addext',
    names,
  ]
  execFileSync('openssl', args, { stdio: 'ignore' })
  const both = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  return both
}
