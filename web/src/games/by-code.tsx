import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { Field } from '../pieces/field.tsx'
import { go } from '../route.ts'
import { said } from '../words/games.ts'
import { type ComesAs, joinByCode, roomPath } from './deeds.ts'

/** The way into a private room for whoever has its code. */
export function ByCode() {
  const code = useSignal('')
  const problem = useSignal('')
  async function enter(as: ComesAs) {
    if (code.value.trim() === '') return
    try {
      const room = await joinByCode(code.value.trim(), as)
      go(roomPath(room.id))
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }
  return (
    <section>
      <h2>{said.haveCode}</h2>
      <form
        class="by-code"
        onSubmit={(event) => {
          event.preventDefault()
          void enter('player')
        }}
      >
        <Field
          label={said.code}
          value={code.value}
          autocomplete="off"
          maxLength={100}
          problem={problem.value}
          onInput={(event) => (code.value = event.currentTarget.value)}
        />
        <div class="line">
          <button type="submit" class="button primary">
            {said.join}
          </button>
          <button type="button" class="button" onClick={() => enter('spectator')}>
            {said.watch}
          </button>
        </div>
      </form>
    </section>
  )
}
