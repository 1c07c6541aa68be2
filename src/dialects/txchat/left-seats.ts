import type { Seat } from './seat.ts'

/**
 * Connections of people who have left a room by them. These clients come to the next room by another one and close
 * none, so that after a day of meetings nobody could come in any more: of those that are left, the oldest gives way.
 */
export function openLeftSeats() {
  const byUser = new Map<string, Set<Seat>>()

  function forget(seat: Seat) {
    const seats = byUser.get(seat.who.id)
    if (seats?.delete(seat) && seats.size === 0) byUser.delete(seat.who.id)
  }

  return {
    add(seat: Seat) {
      const seats = byUser.get(seat.who.id) ?? new Set()
      byUser.set(seat.who.id, seats.add(seat))
    },
    /** He is in a room again, or gone. */
    forget,
    /** Ends the one that was left first. Its client, which has gone on, does not bring it back. */
    giveWay(userId: string) {
      const [oldest] = byUser.get(userId) ?? []
      oldest?.socket.disconnect(true)
    },
  }
}
