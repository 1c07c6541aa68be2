import { expect, test } from 'bun:test'
import { day, hour, minute, second } from './clock.ts'
import { label } from './labels.ts'

const written = Date.UTC(2027, 6, 14, 7)

test('how long ago it was sent, in the words of the reader', () => {
  const rows: [number, string, string][] = [
    [0, 'sent a moment ago', 'envoyé à l’instant'],
    [59 * second, 'sent a moment ago', 'envoyé à l’instant'],
    [minute, 'sent 1 minute ago', 'envoyé il y a 1 minute'],
    [10 * minute, 'sent 10 minutes ago', 'envoyé il y a 10 minutes'],
    [59.6 * minute, 'sent 1 hour ago', 'envoyé il y a 1 heure'],
    [23 * hour, 'sent 23 hours ago', 'envoyé il y a 23 heures'],
    [day, 'sent 1 day ago', 'envoyé il y a 1 jour'],
    [6 * day, 'sent 6 days ago', 'envoyé il y a 6 jours'],
    [7 * day, 'sent 1 week ago', 'envoyé il y a 1 semaine'],
    [14 * day, 'sent 2 weeks ago', 'envoyé il y a 2 semaines'],
    [21 * day, 'sent 3 weeks ago', 'envoyé il y a 3 semaines'],
    [28 * day, 'sent 1 month ago', 'envoyé il y a 1 mois'],
    [61 * day, 'sent 2 months ago', 'envoyé il y a 2 mois'],
    [300 * day, 'sent 10 months ago', 'envoyé il y a 10 mois'],
    [334 * day, 'sent 11 months ago', 'envoyé il y a 11 mois'],
    [365 * day, 'sent 1 year ago', 'envoyé il y a 1 an'],
    [547 * day, 'sent 1 year ago', 'envoyé il y a 1 an'],
    [549 * day, 'sent 2 years ago', 'envoyé il y a 2 ans'],
    [1461 * day, 'sent 4 years ago', 'envoyé il y a 4 ans'],
  ]
  for (const [ago, en, fr] of rows)
    expect([ago, label(written, written + ago, 'en'), label(written, written + ago, 'fr')]).toEqual([
      ago,
      en,
      fr,
    ])
})

test('whole years are whole years, also many', () => {
  for (const years of [1, 4, 5, 12, 25, 99, 100]) {
    const said = label(written, Date.UTC(2027 + years, 6, 14, 7), 'en')
    expect(said).toBe(`sent ${years} ${years === 1 ? 'year' : 'years'} ago`)
  }
})
