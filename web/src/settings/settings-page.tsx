import { useEffect, useRef } from 'preact/hooks'
import { logOut, wordsOf } from '../line/line.ts'
import { say } from '../pieces/say.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { sheetOpen } from '../shell/sheet-open.ts'
import { mediaWords } from '../words/media.ts'
import { words } from '../words/words.ts'
import { Blocked } from './blocked.tsx'
import { Contacts } from './contacts.tsx'
import { LanguageAndTime } from './language-and-time.tsx'
import { Library } from './library.tsx'
import { Notices } from './notices.tsx'
import { PasswordChange } from './password-change.tsx'
import { Privacy } from './privacy.tsx'
import { Profile } from './profile.tsx'
import { Sessions } from './sessions.tsx'

const parts = [
  ['profile', words.profile, Profile],
  ['privacy', words.privacy, Privacy],
  ['notices', mediaWords.notices, Notices],
  ['contacts', mediaWords.contacts, Contacts],
  ['language', mediaWords.languagePart, LanguageAndTime],
  ['media', mediaWords.mine, Library],
  ['sessions', words.sessions, Sessions],
  ['password', words.password, PasswordChange],
  ['blocked', words.blockedPeople, Blocked],
] as const

/** What concerns me: who I am, what I show, where I am logged in. */
export function SettingsPage({ part }: { part: string }) {
  const [name, , Part] = parts.find(([name]) => name === part) ?? parts[0]
  const tab = useRef<HTMLAnchorElement>(null)
  useEffect(() => tab.current?.scrollIntoView({ inline: 'center', block: 'nearest' }), [name])
  return (
    <div class="page">
      <PageHead title={words.settings} />
      <nav class="tabs" aria-label={words.settings}>
        {parts.map(([one, label]) => (
          <a
            key={one}
            ref={one === name ? tab : undefined}
            href={`/app/settings/${one}`}
            aria-current={one === name ? 'page' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
      <div class="page-body">
        <Part />
        <footer class="settings-foot">
          <button type="button" class="link" onClick={() => (sheetOpen.value = true)}>
            {words.keyboard}
          </button>
          <a class="link" href="/docs/start">
            {words.forProgrammers}
          </a>
          <button
            type="button"
            class="button"
            onClick={() => logOut().catch((refusal) => say(wordsOf(refusal)))}
          >
            {words.logOut}
          </button>
        </footer>
      </div>
    </div>
  )
}
