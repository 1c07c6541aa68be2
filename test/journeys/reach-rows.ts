import { codeFor } from '../../src/users/phone-code.ts'
import { PASSWORD } from '../client.ts'
import { verifyNumber } from '../numbers.ts'
import { call, type Row, row } from './row.ts'
import type { Name, World } from './world.ts'

const me = '/api/v1/users/me'
const phone = `${me}/phone/verification`
const fine = () => Response.json({})
const house = (w: World) => w.town.server.house

/** A number for each person of each world. */
function numberOf(w: World, name: Name): string {
  const n = Number(/\d+$/.exec(w[name].username)![0])
  return `+336${10_000_000 + n * 10 + ['alice', 'bob', 'cleo', 'emil', 'frida'].indexOf(name)}`
}

async function withNumbers(w: World, names: Name[]) {
  for (const name of names) await verifyNumber(house(w), w[name], numberOf(w, name))
  return fine()
}

const NONCE = 'a-nonce'

/** A code is on its way to bob, as if it had been asked for. */
async function awaits(w: World, to: string) {
  const row = { user_id: w.bob.id, phone: to, nonce: NONCE, tries: 0, expires_at: Date.now() + 600_000 }
  await house(w).commit(({ db }) => db.insertInto('phone_codes').values(row).execute())
  return fine()
}

const typed = (w: World, to: string) => ({ phone: to, code: codeFor(house(w).secrets, NONCE, to) })
const book = (w: World, ...names: Name[]) => names.map((name) => ({ phone: numberOf(w, name), name }))

async function keeps(w: World, by: Name, names: Name[]): Promise<Response> {
  return call(w, {
    verb: 'PUT /api/v1/contacts',
    by,
    body: () => ({ contacts: book(w, ...names), store: 'plain' }),
  })
}

const firstContact = new WeakMap<World, string>()

/** What is proved by mail and telephone, and what follows from numbers. */
export const reaching: Row[] = [
  row('bob gives an address and asks for a link', `POST ${me}/email/verification`, 'bob', [], {
    body: (w) => ({ email: `${w.bob.username}@example.org`, password: PASSWORD }),
  }),
  row('bob asks for a code', `POST ${phone}`, 'bob', [], { body: (w) => ({ phone: numberOf(w, 'bob') }) }),
  row('bob verifies his number', `POST ${phone}/confirm`, 'bob', ['bob'], {
    first: (w) => awaits(w, numberOf(w, 'bob')),
    body: (w) => typed(w, numberOf(w, 'bob')),
  }),
  row('bob verifies a number that was cleo’s', `POST ${phone}/confirm`, 'bob', ['bob', 'cleo'], {
    async first(w) {
      await withNumbers(w, ['cleo'])
      return awaits(w, numberOf(w, 'cleo'))
    },
    body: (w) => typed(w, numberOf(w, 'cleo')),
  }),
  row(
    'bob verifies the number under which alice knows him',
    `POST ${phone}/confirm`,
    'bob',
    ['alice', 'bob'],
    {
      async first(w) {
        await withNumbers(w, ['alice', 'bob'])
        await keeps(w, 'bob', ['alice'])
        await call(w, { verb: `PATCH ${me}`, by: 'bob', body: () => ({ phone: null }) })
        await keeps(w, 'alice', ['bob'])
        return awaits(w, numberOf(w, 'bob'))
      },
      body: (w) => typed(w, numberOf(w, 'bob')),
    },
  ),
  row('bob has his address book kept', 'PUT /api/v1/contacts', 'bob', ['bob'], {
    first: (w) => withNumbers(w, ['bob', 'cleo']),
    body: (w) => ({ contacts: book(w, 'alice', 'cleo'), store: 'hashed' }),
  }),
  row(
    'bob, whom alice knew first, shows that he knows her',
    'PUT /api/v1/contacts',
    'bob',
    ['alice', 'bob'],
    {
      async first(w) {
        await withNumbers(w, ['alice', 'bob'])
        return keeps(w, 'alice', ['bob'])
      },
      body: (w) => ({ contacts: book(w, 'alice'), store: 'plain' }),
    },
  ),
  row('bob forgets all his contacts', 'DELETE /api/v1/contacts', 'bob', ['bob'], {
    async first(w) {
      await withNumbers(w, ['bob'])
      return keeps(w, 'bob', ['alice', 'cleo'])
    },
  }),
  row('bob forgets one of his contacts', 'DELETE /api/v1/contacts/{contact}', 'bob', ['bob'], {
    async first(w) {
      await withNumbers(w, ['bob'])
      await keeps(w, 'bob', ['alice', 'cleo'])
      firstContact.set(w, (await w.bob.get('/api/v1/contacts')).items[0].id)
      return fine()
    },
    at: (w) => ({ contact: firstContact.get(w)! }),
  }),
]

/** What needs no row, and why. */
export const exemptReaching: Record<string, string> = {
  'POST /api/v1/email-verifications': 'by a link that was mailed; see users/verify-email.test.ts',
  'POST /api/v1/password-resets': 'nobody hears of it but by mail; see users/forgotten-password.test.ts',
  'POST /api/v1/password-resets/redeem': 'by a link that was mailed; see users/forgotten-password.test.ts',
}
