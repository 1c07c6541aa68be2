import { expect, test } from 'bun:test'
import { compose, templateNames } from './compose.ts'
import { sample } from './sample.ts'

const languages = ['en', 'fr'] as const

/** What a page says, without its tags. */
function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body'))
  const text = body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  const signs: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' }
  return text
    .replaceAll(/&#39;/g, "'")
    .replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => signs[name]!)
    .trim()
}

for (const language of languages)
  for (const template of templateNames)
    test(`${template} in ${language} says the same as text and as HTML`, async () => {
      const { subject, text, html } = await compose(template, language, sample(template))
      expect(subject).toContain('talk.example.org')
      expect(subject.length).toBeLessThan(80)
      expect(html).toContain(`<html lang="${language}"`)
      const said = wordsOf(html)
      const paragraphs = text.replace('\n\n-- \n', '\n').split(/\n+/).filter(Boolean)
      expect(paragraphs.length).toBeGreaterThan(2)
      const flat = text.replaceAll(/\s+/g, ' ')
      for (const line of paragraphs) expect(said).toContain(line.replace(/\s?:$/, '').replaceAll(/\s/g, ' '))
      for (const [, words] of html.matchAll(/<(?:h1|p|a)\b[^>]*>([^<]{20,})/g))
        if (!words!.startsWith('O'))
          expect(flat).toContain(wordsOf(`<body${words}`.replace('<body', '<body>')))
    })

test('each language writes every mail in words of its own', async () => {
  for (const template of templateNames) {
    const both = await Promise.all(languages.map((one) => compose(template, one, sample(template))))
    const [en, fr] = both.map(({ subject, text }) => new Set([subject, ...text.split(/\s?:?\n/)]))
    const shared = [...en!.intersection(fr!)].filter((line) => !/^(https:\S+|--)?$/.test(line))
    expect([template, shared]).toEqual([template, []])
  }
  const { text } = await compose('forgotten-password', 'fr', sample('forgotten-password'))
  expect(text).toContain('Bonjour Élodie,')
  expect(text).toContain('Votre nom d’utilisateur y est elodie.')
})

test('no mail asks anybody for anything when it is opened, and none has script', async () => {
  for (const template of templateNames) {
    const { html } = await compose(template, 'en', sample(template))
    expect(html).not.toMatch(/<(script|img|link|iframe|object|form|input)\b|url\(|@import|\son\w+=|srcset/i)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('prefers-color-scheme: dark')
  }
})

test('what people call themselves stays text', async () => {
  const name = `<img src=x onerror="alert(1)">\r\nBcc: x@y.z\u202e & 'so' on`
  const filling = { ...sample('forgotten-password'), name, username: '</p><script>' }
  const { subject, text, html } = await compose('forgotten-password', 'en', filling)
  expect(html).not.toMatch(/<img|<script>/)
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; Bcc: x@y.z')
  expect(subject).toBe('Choose a new password for talk.example.org')
  expect(text).toContain(`Hello <img src=x onerror="alert(1)"> Bcc: x@y.z & 'so' on,\n`)
  expect(`${subject}${text}${html}`).not.toContain('\u202e')
})

test('half a letter, or a name of thousands of them, does not break a mail', async () => {
  const filling = { ...sample('password-changed'), name: `\ud83c a${'🎂'.repeat(3000)}` }
  const { text, html } = await compose('password-changed', 'en', filling)
  expect([text.isWellFormed(), html.isWellFormed()]).toEqual([true, true])
  expect(text.length).toBeLessThan(1000)
})
