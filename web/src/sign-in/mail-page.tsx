import { lazy } from '../pieces/lazy.tsx'
import { place } from '../route.ts'

const Forgot = lazy(async () => (await import('../later.ts')).Forgot)
const Reset = lazy(async () => (await import('../later.ts')).Reset)
const Verify = lazy(async () => (await import('../later.ts')).Verify)

/** What is there for everybody, signed in or not: the pages that links in mails lead to. Null: none of them. */
export function mailPage() {
  switch (place.value.at) {
    case 'forgot':
      return <Forgot />
    case 'reset':
      return <Reset />
    case 'verify':
      return <Verify />
    default:
      return null
  }
}
