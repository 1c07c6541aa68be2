import { useState } from 'preact/hooks'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import { parley, wordsOf } from '../line/line.ts'
import { Field } from '../pieces/field.tsx'
import { say } from '../pieces/say.tsx'
import { me } from '../store/store.ts'
import { mediaWords } from '../words/media.ts'
import { editMe } from './edit-me.ts'
import { Problem } from './problem.tsx'

const PATH = '/api/v1/users/me/phone/verification'

/** Shows that a number is mine: it is sent a code, which I type in. */
export function MyNumber() {
  const mine = me.value
  const [sentTo, setSentTo] = useState('')
  const [another, setAnother] = useState(false)
  const [problem, setProblem] = useState('')
  if (!mine) return null

  const attempt = async (event: SubmitEvent, work: (said: Record<string, string>) => Promise<void>) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    try {
      await work(Object.fromEntries(new FormData(form)) as Record<string, string>)
      setProblem('')
    } catch (refusal) {
      setProblem(isWrongCode(refusal) ? mediaWords.wrongCode : wordsOf(refusal))
    }
  }

  async function ask({ phone }: Record<string, string>) {
    const answer = await parley().request<{ phone: string; sms: 'on' | 'off' }>('POST', PATH, {
      body: { phone },
    })
    if (answer.sms === 'off') throw new Error(mediaWords.noSms)
    setSentTo(answer.phone)
  }

  async function confirm({ code }: Record<string, string>) {
    await editMe('POST', `${PATH}/confirm`, { phone: sentTo, code })
    setSentTo('')
    setAnother(false)
    say(mediaWords.numberDone)
  }

  if (mine.phone_verified && !another && !sentTo)
    return (
      <p class="notice good">
        {mediaWords.numberVerified(mine.phone ?? '')}{' '}
        <button type="button" class="link" onClick={() => setAnother(true)}>
          {mediaWords.anotherNumber}
        </button>
      </p>
    )
  if (sentTo)
    return (
      <form key="code" onSubmit={(event) => attempt(event, confirm)}>
        <p class="notice" role="status">
          {mediaWords.codeSent(sentTo)}
        </p>
        <Field
          label={mediaWords.code}
          name="code"
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={40}
          required
          autofocus
        />
        <Problem text={problem} />
        <div class="form-row">
          <button type="submit" class="button primary">
            {mediaWords.confirm}
          </button>
          <button
            type="button"
            class="link"
            onClick={() => {
              setSentTo('')
              setAnother(true)
              setProblem('')
            }}
          >
            {mediaWords.otherNumberOrNew}
          </button>
        </div>
      </form>
    )
  return (
    <form key="number" onSubmit={(event) => attempt(event, ask)}>
      <p class="soft">{mediaWords.numberLead}</p>
      <Field
        label={mediaWords.number}
        name="phone"
        type="tel"
        autocomplete="tel"
        defaultValue={mine.phone ?? ''}
        maxLength={40}
        required
        hint={mediaWords.numberHint}
      />
      <Problem text={problem} />
      <button type="submit" class="button primary">
        {mediaWords.sendCode}
      </button>
    </form>
  )
}

const isWrongCode = (refusal: unknown) =>
  refusal instanceof ParleyProblem && refusal.problem.code === 'forbidden' && refusal.problem.status === 403
