import type { Config } from '../config.ts'
import { readChoices, type SendChoice } from './choices.ts'
import { type Level, readLevels } from './status.ts'

/** What the operator has settled about messages to the future. */
export interface Future {
  choices: SendChoice[]
  levels: Level[]
  /** How soon at the earliest and how late at the latest something may arrive, in milliseconds from now. */
  leastMs: number
  mostMs: number
  mostRecipients: number
}

/** @throws Error that says what is wrong with the file of choices or of levels */
export function openFuture(config: Config): Future {
  return {
    choices: readChoices(config.sendChoices),
    levels: readLevels(config.statusLevels),
    leastMs: config.futureLeastMs,
    mostMs: config.futureMostMs,
    mostRecipients: config.maxRecipients,
  }
}
