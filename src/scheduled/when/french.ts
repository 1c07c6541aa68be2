import { isWorkdays, type Pattern } from './pattern.ts'
import type { Frequency, NthDay } from './rule.ts'
import type { Tongue } from './tongue.ts'

const units: Record<Frequency, string> = {
  SECONDLY: 'secondes',
  MINUTELY: 'minutes',
  HOURLY: 'heures',
  DAILY: 'jours',
  WEEKLY: 'semaines',
  MONTHLY: 'mois',
  YEARLY: 'ans',
}
const feminine: Frequency[] = ['SECONDLY', 'MINUTELY', 'HOURLY', 'WEEKLY']
const months = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
  ' ',
)
const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche', 'jour ouvré']
const ordinals: Record<number, string> = {
  1: 'premier',
  2: 'deuxième',
  3: 'troisième',
  4: 'quatrième',
  5: 'cinquième',
  [-1]: 'dernier',
  [-2]: 'avant-dernier',
}
const list = (items: string[]) => new Intl.ListFormat('fr').format(items)
const monthDay = (day: number) => (day === -1 ? 'le dernier jour' : `le ${day === 1 ? '1er' : day}`)
const of = (month: number) => (/^[ao]/.test(months[month - 1]!) ? 'd’' : 'de ') + months[month - 1]
const namesOf = (some: number[]) => list(some.map((month) => months[month - 1]!))

function nthDays(days: NthDay[]): string {
  return list(days.map(({ nth, weekday }) => `le ${ordinals[nth]} ${weekdays[weekday]}`))
}

function pattern({ frequency, interval, on, months: some }: Pattern): string {
  const all = feminine.includes(frequency) ? 'toutes' : 'tous'
  const every = `${all} les ${interval === 1 ? '' : `${interval} `}${units[frequency]}`
  if (on && 'nth' in on && frequency === 'YEARLY') {
    const within = some.length > 0 ? list(some.map(of)) : 'de l’année'
    return `${every}, ${nthDays(on.nth)} ${within}`
  }
  return `${onDays(every, interval, on)}${some.length > 0 ? ` en ${namesOf(some)}` : ''}`
}

function onDays(every: string, interval: number, on: Pattern['on']): string {
  if (!on) return every
  if ('dates' in on) {
    const dates = on.dates.map(({ month, day }) =>
      day < 0 ? `le dernier jour ${of(month)}` : `${monthDay(day)} ${months[month - 1]}`,
    )
    return `${every}, ${list(dates)}`
  }
  if ('weekdays' in on) {
    if (interval === 1 && isWorkdays(on.weekdays)) return 'du lundi au vendredi'
    if (interval === 1 && on.weekdays.length === 7) return 'tous les jours'
    const named = on.weekdays.map((weekday) => weekdays[weekday]!)
    if (interval === 1) return `tous les ${list(named.map((one) => `${one}s`))}`
    return `${every}, ${list(named.map((one) => `le ${one}`))}`
  }
  const days = 'nth' in on ? nthDays(on.nth) : list(on.monthDays.map(monthDay))
  return interval === 1 ? `${days} de chaque mois` : `${every}, ${days}`
}

export const french: Tongue = {
  list,
  date: (at, zone) => {
    const date = new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: zone }).format(at)
    return date.replace(/^1 /, '1er ')
  },
  pattern,
  at: (times) => `à ${times}`,
  on: (date) => `le ${date}`,
  times: (count) => `${count} fois`,
  until: (date) => `jusqu’au ${date}`,
  except: (dates) => `sauf ${list(dates.map((date) => `le ${date}`))}`,
  exceptions: (count) => `avec ${count} exceptions`,
  whereYouAre: 'là où vous êtes',
  someDay: 'un jour',
  between: (from, to) => `à un moment tiré au sort entre le ${from} et le ${to}`,
  byRule: (text) => `selon la règle ${text}`,
}
