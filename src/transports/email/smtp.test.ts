import { afterEach, expect, test } from 'bun:test'
import { certificate } from '../../../test/certificate.ts'
import { type MailServer, mailServer } from '../../../test/mail-server.ts'
import { connectionTo, openSmtp, type SmtpEdges } from './smtp.ts'

const from = { name: 'Élise & the "Walks"', address: 'talk@example.org' }
const date = new Date(Date.UTC(2026, 10, 21, 9))
const mail = { to: 'bob@example.org', subject: 'Hello', text: 'Hi, bob\n', html: '<p>Hi, bob</p>', date }
const open: MailServer[] = []

afterEach(async () => {
  for (const server of open.splice(0)) await server[Symbol.asyncDispose]()
})

async function server(behaviour: Parameters<typeof mailServer>[0] = {}) {
  const started = await mailServer(behaviour)
  open.push(started)
  return started
}

const send = (smtpUrl: string, more: Partial<typeof mail> = {}, edges: SmtpEdges = {}) =>
  openSmtp({ smtpUrl, from }, { timeoutMs: 2000, ...edges }).send({ ...mail, ...more, id: 'an-id' })

test('a mail arrives with its text, its HTML and the headers that are due', async () => {
  const box = await server()
  expect(await send(box.url)).toEqual({ result: 'sent' })
  const [one] = await box.take()
  expect(one).toMatchObject({ to: ['bob@example.org'], from: 'talk@example.org', subject: 'Hello' })
  expect([one!.text, one!.html]).toEqual(['Hi, bob\n', '<p>Hi, bob</p>'])
  expect(one!.headers.get('message-id')).toBe('<an-id@example.org>')
  expect(one!.headers.get('date')).toBe('Sat, 21 Nov 2026 09:00:00 +0000')
  expect(one!.headers.get('auto-submitted')).toBe('auto-generated')
  expect(one!.headers.get('content-type')).toStartWith('multipart/alternative')
})

test('smtps: speaks TLS from the first byte, and logs in', async () => {
  const box = await server({ secure: true, authOptional: false })
  const url = `smtps://w%40lks:right@localhost:${box.port}`
  expect(await send(url, {}, { ca: certificate().cert })).toEqual({ result: 'sent' })
  expect(await box.take()).toMatchObject([{ secure: true, user: 'w@lks' }])
})

test('a certificate that nobody vouches for is not believed', async () => {
  const box = await server({ secure: true })
  const outcome = await send(`smtps://localhost:${box.port}`)
  expect(outcome).toEqual({ result: 'later', reason: expect.stringMatching(/certificate|self.signed/i) })
  expect(box.mails).toEqual([])
})

test('on the net, smtp: goes over to TLS before it says anything', async () => {
  const box = await server({ address: '127.0.0.2', authOptional: false })
  const url = `smtp://walks:right@127.0.0.2:${box.port}`
  expect(await send(url, {}, { ca: certificate().cert })).toEqual({ result: 'sent' })
  expect(await box.take()).toMatchObject([{ secure: true, user: 'walks' }])
})

test('on the net, a server without TLS gets nothing', async () => {
  const box = await server({ address: '127.0.0.2', hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
  expect(await send(`smtp://walks:right@127.0.0.2:${box.port}`)).toMatchObject({ result: 'later' })
  expect([box.seen.connections, box.seen.attempts, box.mails.length]).toEqual([1, 0, 0])
  expect(connectionTo('smtp://mail.example.org')).toMatchObject({
    port: 587,
    requireTLS: true,
    secure: false,
  })
  expect(connectionTo('smtps://mail.example.org')).toMatchObject({ port: 465, secure: true })
  expect(connectionTo('smtp://localhost:25')).toMatchObject({ port: 25, requireTLS: false })
})

test('a refusal for now is tried later, one of the address makes it dead, one of the mail is for good', async () => {
  const rcpt = (address: string) => ({ 'busy@x.org': 451, 'gone@x.org': 550 })[address]
  const box = await server({ rcpt })
  expect(await send(box.url, { to: 'busy@x.org' })).toMatchObject({ result: 'later' })
  const gone = await send(box.url, { to: 'gone@x.org' })
  expect(gone).toEqual({ result: 'gone', reason: expect.stringMatching(/^[^@]*550 <…>[^@]*$/) })
  let code: number | undefined = 554
  const strict = await server({ data: () => code })
  expect(await send(strict.url)).toMatchObject({ result: 'refused', reason: expect.stringContaining('554') })
  code = 421
  expect(await send(strict.url)).toMatchObject({ result: 'later' })
  code = undefined
  expect(await send(strict.url)).toEqual({ result: 'sent' })
  expect([box.mails.length, strict.mails.length]).toEqual([0, 1])
})

test('what is wrong between us and the server is tried later', async () => {
  const strict = await server({ authOptional: false, allowInsecureAuth: true })
  expect(await send(strict.url)).toMatchObject({ result: 'later' })
  expect(await send(strict.url.replace('//', '//walks:wrong@'))).toMatchObject({ result: 'later' })
  expect(await send(strict.url.replace('//', '//walks:right@'))).toEqual({ result: 'sent' })
  expect(await send('smtp://127.0.0.1:1')).toMatchObject({ result: 'later' })
  const hates = await server({ onMailFrom: (_address, _session, done) => done(new Error('Who are you?')) })
  expect(await send(hates.url)).toMatchObject({ result: 'later' })
})

test('a server that says nothing does not hold up the others for long', async () => {
  const silent = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const began = performance.now()
  const outcome = await send(`smtp://127.0.0.1:${silent.port}`, {}, { timeoutMs: 200 })
  silent.stop(true)
  expect(outcome).toMatchObject({ result: 'later' })
  expect(performance.now() - began).toBeLessThan(2000)
})

test('what is given up is not sent', async () => {
  const silent = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const smtp = openSmtp({ smtpUrl: `smtp://127.0.0.1:${silent.port}`, from })
  const began = performance.now()
  expect(await smtp.send({ ...mail, id: 'x' }, AbortSignal.timeout(100))).toMatchObject({ result: 'later' })
  expect(performance.now() - began).toBeLessThan(2000)
  silent.stop(true)
})

test('nobody gets a header or a recipient in by what he is called', async () => {
  const box = await server()
  const evil = 'Hi\r\nBcc: all@x.org\r\n\r\nBuy this\u2028\u0000'
  expect(await send(box.url, { subject: evil })).toEqual({ result: 'sent' })
  const [one] = await box.take()
  expect(one!.to).toEqual(['bob@example.org'])
  expect([...one!.headers.keys()]).not.toContain('bcc')
  expect(one!.text).toBe('Hi, bob\n')
  const envelope = 'bob@example.org>\r\nRCPT TO:<all@x.org'
  expect(await send(box.url, { to: envelope })).not.toMatchObject({ result: 'sent' })
  expect(box.mails.filter(({ to }) => to.includes('all@x.org'))).toEqual([])
})

test('a line is never longer than the protocol has it, whatever is written', async () => {
  const box = await server()
  const text = `${'é'.repeat(3000)}\n.\n..dots\n${'x'.repeat(2000)}\nEnd\n`
  expect(
    await send(box.url, { text, html: `<p>${'<b>long</b>'.repeat(500)}</p>`, subject: 'ü'.repeat(300) }),
  ).toEqual({
    result: 'sent',
  })
  const [one] = await box.take()
  expect(Math.max(...one!.raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
  expect(one!.text).toBe(text)
  expect(one!.subject).toBe('ü'.repeat(300))
})

test('addresses in other scripts are written as the server can read them', async () => {
  const box = await server()
  expect(await send(box.url, { to: 'bob@exämple.org' })).toEqual({ result: 'sent' })
  expect(await send(box.url, { to: 'böb@example.org' })).toEqual({ result: 'sent' })
  const old = await server({ hideSMTPUTF8: true })
  expect(await send(old.url, { to: 'bob@exämple.org' })).toEqual({ result: 'sent' })
  expect((await old.take()).map(({ to }) => to)).toEqual([['bob@exämple.org']])
  expect((await box.take(2)).map(({ to }) => to)).toEqual([['bob@exämple.org'], ['böb@example.org']])
})

test('many mails at once go through few connections, and all arrive', async () => {
  const box = await server()
  const smtp = openSmtp({ smtpUrl: box.url, from })
  const all = Array.from({ length: 14 }, (_, n) => smtp.send({ ...mail, id: `${n}` }))
  expect(new Set((await Promise.all(all)).map(({ result }) => result))).toEqual(new Set(['sent']))
  expect((await box.take(14)).map(({ headers }) => headers.get('message-id'))).toContain('<13@example.org>')
  expect(box.seen.most).toBeWithin(2, 6)
})
