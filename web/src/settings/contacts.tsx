import { useState } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { me } from '../store/store.ts'
import { mediaWords } from '../words/media.ts'
import { AddressBook } from './address-book.tsx'
import { Choices } from './choices.tsx'
import { editMe } from './edit-me.ts'
import { FindByNumber } from './find-by-number.tsx'
import { MyNumber } from './my-number.tsx'
import { Problem } from './problem.tsx'

/** My number, who finds me by it, and whom I find by theirs. */
export function Contacts() {
  const mine = me.value
  const [problem, setProblem] = useState('')
  // What was kept anew is read anew.
  const [kept, setKept] = useState(0)
  if (!mine) return null
  return (
    <>
      <h2>{mediaWords.myNumber}</h2>
      <MyNumber />
      <Choices
        name="found_by_phone"
        title={mediaWords.whoFinds}
        value={mine.found_by_phone}
        choices={[
          ['everybody', mediaWords.findEverybody],
          ['contacts', mediaWords.findContacts],
          ['nobody', mediaWords.findNobody],
        ]}
        onChange={(found_by_phone) =>
          editMe('PATCH', '/api/v1/users/me', { found_by_phone }).then(
            () => setProblem(''),
            (refusal) => setProblem(wordsOf(refusal)),
          )
        }
      />
      <Problem text={problem} />
      <h2>{mediaWords.findPeople}</h2>
      {mine.phone_verified ? (
        <FindByNumber onKept={() => setKept(kept + 1)} />
      ) : (
        <p class="soft">{mediaWords.needsNumber}</p>
      )}
      <h2>{mediaWords.myBook}</h2>
      <AddressBook key={kept} />
    </>
  )
}
