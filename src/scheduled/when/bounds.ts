import { minute } from '../../clock.ts'

export const MOST_RULE_LENGTH = 500
export const MOST_EXCEPTIONS = 200
export const MOST_COUNT = 10_000
export const MOST_PREVIEWED = 100

/** What recurs does so at most this often, in milliseconds. */
export const LEAST_APART_MS = minute

/**
 * How many days or periods are looked at for one occurrence: about 110 years of days. What is rarer does not recur. It is
 * a few milliseconds' work, so that no rule can hold up the others.
 */
export const MOST_WORK = 40_000

/** The same for a preview, and for finding the end of a rule with COUNT, which is done once. */
export const MOST_WORK_AT_ONCE = 120_000
