import { generate } from 'selfsigned'

export interface Certificate {
  key: string
  cert: string
}

const names = [
  { type: 2, value: 'localhost' },
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '127.0.0.2' },
] as const

const made = await generate([{ name: 'commonName', value: 'localhost' }], {
  keyType: 'ec',
  curve: 'P-256',
  notAfterDate: new Date(Date.now() + 2 * 86_400_000),
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [...names] },
  ],
})

/** A fresh key and a certificate of its own authority, for `localhost` and the addresses of this machine. */
export function certificate(): Certificate {
  return { key: made.private, cert: made.cert }
}
