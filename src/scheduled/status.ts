import { z } from 'zod'
import type { Language } from '../db/schema.ts'
import { readTable } from './read-table.ts'

/** Who has at least `from` messages on their way has reached it. */
const Level = z.strictObject({
  key: z.string().min(1).max(100),
  from: z.number().int().min(0),
  label: z.strictObject({ en: z.string().min(1), fr: z.string().min(1) }),
})

export type Level = z.output<typeof Level>

const builtIn: Level[] = [
  { key: 'newbie', from: 0, label: { en: 'Newbie', fr: 'Novice' } },
  { key: 'sower', from: 3, label: { en: 'Sower', fr: 'Semeur' } },
  { key: 'gardener', from: 10, label: { en: 'Gardener', fr: 'Jardinier' } },
  { key: 'navigator', from: 30, label: { en: 'Navigator', fr: 'Navigateur' } },
  { key: 'astronomer', from: 100, label: { en: 'Astronomer', fr: 'Astronome' } },
  { key: 'time_keeper', from: 300, label: { en: 'Time keeper', fr: 'Gardien du temps' } },
]

const Levels = z
  .array(Level)
  .refine((levels) => levels[0]?.from === 0, 'the first level must be from 0')
  .refine(
    (levels) => levels.every((level, index) => index === 0 || level.from > levels[index - 1]!.from),
    'each level must be from more than the one before',
  )

/**
 * The status levels of this server, the lowest first: those of the operator's file, else the built-in ones.
 * @throws Error that says what is wrong with the file
 */
export function readLevels(path: string | undefined): Level[] {
  return path === undefined ? builtIn : readTable('PARLEY_STATUS_LEVELS', path, Levels, (one) => one.key)
}

/** The key of the level that somebody has with so many messages on their way. It never falls below the present one. */
export function levelFor(count: number, levels: Level[], present: string | null): string {
  const reached = levels.findLastIndex((level) => level.from <= count)
  const held = levels.findIndex((level) => level.key === present)
  return levels[Math.max(reached, held, 0)]!.key
}

export function levelLabel(levels: Level[], key: string | null, language: Language): string {
  return (levels.find((level) => level.key === key) ?? levels[0]!).label[language]
}
