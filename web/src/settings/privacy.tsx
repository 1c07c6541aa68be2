import { useState } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { Switch } from '../pieces/switch.tsx'
import { me } from '../store/store.ts'
import { words } from '../words/words.ts'
import { editMe } from './edit-me.ts'

/** What I show of myself, and so see of others. */
export function Privacy() {
  const mine = me.value
  const [problem, setProblem] = useState('')
  if (!mine) return null
  const change = (news: object) =>
    editMe('PATCH', '/api/v1/users/me', news).then(
      () => setProblem(''),
      (refusal) => setProblem(wordsOf(refusal)),
    )
  return (
    <>
      <Switch
        label={words.showsReceipts}
        hint={words.showsReceiptsHint}
        checked={mine.shows_receipts}
        onChange={(shows_receipts) => change({ shows_receipts })}
      />
      <Switch
        label={words.showsPresence}
        hint={words.showsPresenceHint}
        checked={mine.shows_presence}
        onChange={(shows_presence) => change({ shows_presence })}
      />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}
