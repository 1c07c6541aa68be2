/** Where an event takes place, as far as that is said. */
export function Where({ venue, address }: { venue: string; address: string }) {
  if (!venue && !address) return null
  return (
    <p class="where" dir="auto">
      {venue && <b>{venue}</b>}
      {venue && address && <br />}
      {address}
    </p>
  )
}
