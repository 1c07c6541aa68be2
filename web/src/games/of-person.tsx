import './style.ts'
import type { User } from '../store/things.ts'
import { said } from '../words/games.ts'
import { Friendship } from './friendship.tsx'
import { ScoresOf } from './scores-of.tsx'

/** In the details of a chat of two: what the other one has won, and whether we are friends. */
export function OfPerson({ user }: { user: User }) {
  return (
    <>
      <section class="of-person">
        <h3>{said.scores}</h3>
        <ScoresOf userId={user.id} />
      </section>
      <div class="leaving of-person">
        <Friendship user={user} full />
      </div>
    </>
  )
}
