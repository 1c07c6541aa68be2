import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { databases } from '../../test/databases.ts'
import { mailServer } from '../../test/mail-server.ts'
import { testTerminal } from '../../test/terminal.ts'
import { readConfig } from '../config.ts'
import { templateNames } from '../transports/email/compose.ts'
import { checkMail, checkSms } from './doctor/mail.ts'
import { previewMail } from './mail-preview.ts'
import { testMail } from './mail-test.ts'

const config = { publicUrl: 'https://walks.example.org' }

test('a mail is shown as it would be sent, in the language and form that was asked for', async () => {
  const text = testTerminal()
  await previewMail(config, 'welcome', { language: 'fr' }, text)
  expect(text.lines.join('\n')).toStartWith('Bienvenue sur walks.example.org')
  const html = testTerminal()
  await previewMail(config, 'forgotten-password', { html: true }, html)
  expect(html.lines.join('\n')).toMatch(
    /^<!doctype html>\n<html lang="en"[\s\S]*https:\/\/walks\.example\.org\/app\/reset#token=/,
  )
  const none = testTerminal()
  await previewMail(config, undefined, {}, none)
  for (const name of templateNames) expect(none.lines[0]).toContain(name)
})

test('all mails are written into a folder to be looked at', async () => {
  const place = await databases[0]!.fresh()
  const out = join(place.dataDir, 'mails')
  const terminal = testTerminal()
  await previewMail(config, undefined, { out }, terminal)
  expect(readdirSync(out)).toHaveLength(templateNames.length * 4)
  expect(terminal.lines.toSorted()).toEqual(
    readdirSync(out)
      .map((file) => join(out, file))
      .toSorted(),
  )
  expect(readFileSync(join(out, 'welcome.fr.html'), 'utf8')).toContain('<html lang="fr"')
  const some = join(place.dataDir, 'some')
  await previewMail(config, 'welcome', { out: some, language: 'en', text: true }, terminal)
  expect(readdirSync(some)).toEqual(['welcome.en.txt'])
  await place.remove()
})

test('a test mail goes out, or it is said why not', async () => {
  await using box = await mailServer({ rcpt: (address) => (address.startsWith('no') ? 550 : undefined) })
  const { mail, publicUrl } = readConfig(box.env)
  const terminal = testTerminal()
  await testMail({ mail, publicUrl }, 'bob@example.org', 'fr', terminal)
  expect(terminal.lines).toEqual([
    'The mail server has taken a mail from talk@example.org to bob@example.org',
  ])
  expect(await box.take()).toMatchObject([
    { to: ['bob@example.org'], subject: 'Un essai de talk.example.org' },
  ])
  const refused = testMail({ mail, publicUrl }, 'nobody@example.org', 'en', terminal)
  expect(refused).rejects.toThrow(/did not take it.*550/)
  expect(testMail({ mail: undefined, publicUrl }, 'bob@example.org', 'en', terminal)).rejects.toThrow(
    'Mail is off',
  )
  await refused.catch(() => {})
})

test('the doctor says whether mail can be sent, and where codes can be read', async () => {
  expect(await checkMail({ mail: undefined })).toEqual([
    { mark: '!', text: expect.stringContaining('mail is off') },
  ])
  await using box = await mailServer({ authOptional: false, allowInsecureAuth: true })
  const at = (user: string) =>
    readConfig({ ...box.env, PARLEY_SMTP_URL: box.url.replace('//', `//${user}@`), PARLEY_SMS: 'log' })
  expect(await checkMail(at('walks:right'))).toEqual([{ mark: '✓', text: expect.stringContaining('talk@') }])
  expect(await checkMail(at('walks:wrong'))).toEqual([
    { mark: '✗', text: expect.stringContaining('PARLEY_SMTP_URL') },
  ])
  const nowhere = readConfig({ ...box.env, PARLEY_SMTP_URL: 'smtp://127.0.0.1:1' })
  expect((await checkMail(nowhere)).map(({ mark }) => mark)).toEqual(['✗'])
  expect(checkSms(at('walks:right')).map(({ mark }) => mark)).toEqual(['!'])
  expect(checkSms({ sms: undefined })).toEqual([])
})

test('settings that are nothing without others are named', () => {
  const complaint = (env: Record<string, string>) => () => readConfig(env)
  expect(complaint({ PARLEY_SMTP_URL: 'smtp://x' })).toThrow(/PARLEY_MAIL_FROM[\s\S]*PARLEY_PUBLIC_URL/)
  expect(complaint({ PARLEY_SMTP_URL: 'http://x' })).toThrow('smtp://')
  expect(complaint({ PARLEY_MAIL_FROM: 'Walks' })).toThrow('PARLEY_MAIL_FROM')
  expect(complaint({ PARLEY_SMS: 'mailto:{number}@sms.example' })).toThrow('PARLEY_SMTP_URL')
  expect(complaint({ PARLEY_SMS: 'mailto:nobody@sms.example' })).toThrow('PARLEY_SMS')
  expect(complaint({ PARLEY_SMS: 'http://sms.example/send' })).toThrow('PARLEY_SMS')
  expect(complaint({ PARLEY_SMS: 'https://sms.example/send' })).toThrow('PARLEY_SMS_SECRET')
  expect(readConfig({ PARLEY_SMS: 'off' }).sms).toBeUndefined()
  const from = (text: string) =>
    readConfig({ PARLEY_MAIL_FROM: text, PARLEY_SMTP_URL: 'smtp://x', PARLEY_PUBLIC_URL: 'http://x' })
  expect(from('talk@example.org').mail!.from).toEqual({ name: '', address: 'talk@example.org' })
  expect(from('"Our Walks" <talk@example.org>').mail!.from).toEqual({
    name: 'Our Walks',
    address: 'talk@example.org',
  })
})
