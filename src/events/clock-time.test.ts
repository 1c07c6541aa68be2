import { expect, test } from 'bun:test'
import { readClockTimes } from './clock-time.ts'

const shown = (minutes: number | undefined) =>
  minutes === undefined
    ? '…'
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** An hour above 24 is of the next day; `…` says that no end is known. */
const readable: Record<string, string> = {
  '8pm': '20:00 …',
  '8 PM': '20:00 …',
  '8 p.m.': '20:00 …',
  '8:30am': '08:30 …',
  '8.30 pm': '20:30 …',
  '12am': '00:00 …',
  '12pm': '12:00 …',
  '12:15am': '00:15 …',
  '20h': '20:00 …',
  '20h30': '20:30 …',
  '20 h 30': '20:30 …',
  '19:00': '19:00 …',
  '7:05': '07:05 …',
  '７：３０': '07:30 …',
  noon: '12:00 …',
  Midnight: '00:00 …',
  midi: '12:00 …',
  minuit: '00:00 …',
  'from 8pm': '20:00 …',
  'à 20h': '20:00 …',
  '8pm - late': '20:00 …',
  '8pm onwards': '20:00 …',
  '8pm+': '20:00 …',
  '7:30 - 10pm': '19:30 22:00',
  '7:30pm-10pm': '19:30 22:00',
  '7-10pm': '19:00 22:00',
  '11 - 1pm': '11:00 13:00',
  '12 - 2pm': '12:00 14:00',
  '9 - 11am': '09:00 11:00',
  '11am to noon': '11:00 12:00',
  '19:00–22:00': '19:00 22:00',
  '19:00 — 22:00': '19:00 22:00',
  '20h-22h30': '20:00 22:30',
  '20:00-24:00': '20:00 24:00',
  '20-22h': '20:00 22:00',
  '20h à 23h': '20:00 23:00',
  'de 20h à 23h': '20:00 23:00',
  '10pm - 2am': '22:00 26:00',
  '22:00-02:00': '22:00 26:00',
  '8pm - midnight': '20:00 24:00',
  'midnight - 4am': '00:00 04:00',
  '8pm till 8pm': '20:00 44:00',
}

test('times of day are read as people type them', () => {
  for (const [text, expected] of Object.entries(readable)) {
    const times = readClockTimes(text)
    expect([text, times && `${shown(times.start)} ${shown(times.end)}`]).toEqual([text, expected])
  }
})

test('what is no time of day, or could be either of two, is none', () => {
  const unreadable = [
    ...[
      '',
      '8',
      '20',
      '8 - 10',
      '8 - midnight',
      '13pm',
      '0am',
      '25:00',
      '24:01',
      '24:00',
      '24h - 26h',
      '12:60',
      '8pm - 9pm - 10pm',
    ],
    ...['when it gets dark', 'TBA', '8pmm', '-', '- 8pm', '8:3', '1e3', '२०:००', '8pm - when it rains'],
  ]
  for (const text of unreadable) expect([text, readClockTimes(text)]).toEqual([text, undefined])
})
