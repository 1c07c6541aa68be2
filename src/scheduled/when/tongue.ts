import type { Pattern } from './pattern.ts'

/** What a language needs to say when something arrives. Dates and times of day come to its sentences written out. */
export interface Tongue {
  list(items: string[]): string
  date(at: number, zone: string): string
  pattern(pattern: Pattern): string
  at(times: string): string
  on(date: string): string
  times(count: number): string
  until(date: string): string
  except(dates: string[]): string
  exceptions(count: number): string
  whereYouAre: string
  /** At a moment of which nothing is to be said. */
  someDay: string
  /** Between two dates. */
  between(from: string, to: string): string
  /** For what there are no words for. */
  byRule(rule: string): string
}
