import { useEffect } from 'preact/hooks'
import { signedIn } from '../line/line.ts'
import { Empty } from '../pieces/empty.tsx'
import { LiveRegion } from '../pieces/say.tsx'
import { Toasts } from '../pieces/toast.tsx'
import { mailPage } from '../sign-in/mail-page.tsx'
import { SignIn } from '../sign-in/sign-in.tsx'
import { words } from '../words/words.ts'
import { Shell } from './shell.tsx'

/** The whole page. */
export function App() {
  const state = signedIn.value
  useEffect(() => {
    document.documentElement.dataset.ready = state
  }, [state])
  const byMail = mailPage()
  return (
    <>
      {byMail}
      {!byMail && state === 'yes' && <Shell />}
      {!byMail && state === 'no' && <SignIn />}
      {!byMail && state === 'away' && (
        <main class="alone">
          <Empty title={words.offline} lead={words.away} />
        </main>
      )}
      <Toasts />
      <LiveRegion />
    </>
  )
}
