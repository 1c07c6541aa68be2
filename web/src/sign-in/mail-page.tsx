import { lazy } from '../pieces/lazy.tsx'
import { place } from '../route.ts'

const Forgot = lazy(async () => (await import('../later.ts')).Forgot)
const PublicEvents = lazy(async () => (await import('../later.ts')).PublicEvents)
const Reset = lazy(async () => (await import('../later.ts')).Reset)
const Verify = lazy(async () => (await import('../later.ts')).Verify)

/** What is there for everybody, signed in or not: public events, and the pages that links in mails lead to. Null: none of them. */
export function mailPage() {
  const here = place.value
  switch (here.at) {
    case 'forgot':
      return <Forgot />
    case 'reset':
      return <Reset />
    case 'verify':
      return <Verify />
    case 'public':
      return <PublicEvents eventId={here.eventId} />
    default:
      return null
  }
}
