import type { Problem } from '../../../sdk/src/parley.ts'
import { capital, sized, words } from './words.ts'

/** The part of the request that is meant, in front of what is wrong with it. */
const part = /^(?:(?:body|query)\.)?[\w.]+: /

/** Why something was refused, to be shown. */
export function refusalIn({ detail, code }: Pick<Problem, 'detail' | 'code'>): string {
  return capital(sized(words.refusal(detail.replace(part, ''), code)))
}
