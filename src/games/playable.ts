import { check } from '../http/check.ts'
import { z } from '../http/schemas.ts'
import { connectFour } from './connect-four.ts'
import type { Rules } from './rules.ts'
import { ticTacToe } from './tic-tac-toe.ts'

/** Every game that is played here. One more is a file of rules, and a line here. */
const all = [ticTacToe, connectFour]

export const playable: ReadonlyMap<string, Rules> = new Map(all.map((rules) => [rules.key, rules as Rules]))

export const gameKey = z.enum(all.map((rules) => rules.key))

/** A move of whatever game; `readMove` looks whether it is one of the game that is played. */
export const AnyMove = z.union(all.map((rules) => rules.move))

export function rulesOf(key: string): Rules {
  const rules = playable.get(key)
  if (!rules) throw new Error(`No rules of ${key}`)
  return rules
}

/** @throws Problem invalid where the move is one of another game */
export function readMove(rules: Rules, move: unknown): unknown {
  return check(rules.move, move, 'move')
}
