import './style.ts'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { Friendship } from './friendship.tsx'
import { ScoresOf } from './scores-of.tsx'

/** In the details of a chat of two: what the other one has won, and whether we are friends. */
export function OfPerson({ user }: { user: User }) {
  return (
    <>
      <ScoresOf userId={user.id} title={said.scores} />
      <div class="leaving of-person">
        <Friendship user={user} full />
      </div>
    </>
  )
}
