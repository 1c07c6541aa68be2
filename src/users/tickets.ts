import { minute } from '../clock.ts'
import type { Actor, House, Proven } from '../http/house.ts'
import { digest, newSecret } from '../id.ts'
import { Problem } from '../problem.ts'

/** A ticket that opens one stream, once, within a minute: safe to stand in an address where a token is not. */
export async function issueTicket(
  house: House,
  actor: Actor,
): Promise<{ ticket: string; expires_in: number }> {
  const ticket = newSecret(24)
  await house.commit(async (tx) => {
    const row = { digest: digest(ticket), session_id: actor.sessionId, expires_at: tx.at + minute }
    await tx.db.insertInto('stream_tickets').values(row).execute()
  })
  return { ticket, expires_in: minute / 1000 }
}

/** Takes a ticket in; it is good no more. @throws Problem unauthenticated */
export async function redeemTicket(house: House, ticket: string): Promise<Proven> {
  const session = await house.commit(async (tx) => {
    const found = await tx.db
      .selectFrom('stream_tickets')
      .innerJoin('sessions', 'sessions.id', 'stream_tickets.session_id')
      .selectAll('sessions')
      .select('stream_tickets.expires_at as ticketEnds')
      .where('digest', '=', digest(ticket))
      .executeTakeFirst()
    const taken = await tx.db
      .deleteFrom('stream_tickets')
      .where('digest', '=', digest(ticket))
      .executeTakeFirst()
    if (taken.numDeletedRows !== 1n || !found || found.revoked_at !== null) return undefined
    return found.ticketEnds > tx.at && found.expires_at > tx.at ? found : undefined
  })
  if (!session) throw new Problem('unauthenticated', 'The ticket has been used, or is too old')
  return { id: session.user_id, sessionId: session.id, expiresAt: session.expires_at }
}
