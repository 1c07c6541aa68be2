import { useState } from 'preact/hooks'
import { begin, ended } from '../line/line.ts'
import { Field } from '../pieces/field.tsx'
import { keepFocus } from '../shell/keep-focus.ts'
import { words } from '../words/words.ts'
import { askIn, type Refusal } from './ask-in.ts'
import { PasswordField } from './password-field.tsx'

/** The first page: log in, or sign up. */
export function SignIn() {
  const [isNew, setNew] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>({})
  const [busy, setBusy] = useState(false)

  async function submit(event: SubmitEvent) {
    event.preventDefault()
    setBusy(true)
    const said = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)) as Record<
      string,
      string
    >
    const refused = await askIn(isNew, said)
    setBusy(false)
    setRefusal(refused ?? {})
    if (refused) return
    await begin()
    requestAnimationFrame(keepFocus)
  }

  function turn() {
    setNew(!isNew)
    setRefusal({})
  }

  return (
    <main class="sign-in">
      <div class="card">
        <p class="wordmark">
          <img src="/app/icon.svg" alt="" width="36" height="36" />
          {words.app}
        </p>
        <h1>{isNew ? words.signUpTitle : words.signInTitle}</h1>
        <p class="soft">{isNew ? words.signUpLead : words.signInLead}</p>
        {ended.value && (
          <p class="notice" role="status">
            {words.sessionEnded}
          </p>
        )}
        <form key={String(isNew)} onSubmit={submit}>
          {isNew ? (
            <NewcomerFields refusal={refusal} />
          ) : (
            <Field
              label={words.who}
              name="who"
              autocomplete="username"
              required
              autofocus
              autocapitalize="none"
              spellcheck={false}
            />
          )}
          <PasswordField isNew={isNew} problem={refusal.password} />
          {!isNew && (
            <p class="turn">
              <a href="/app/forgot">{words.forgot}</a>
            </p>
          )}
          {refusal.whole && (
            <p class="problem" role="alert">
              {refusal.whole}
            </p>
          )}
          <button type="submit" class="button primary full" disabled={busy}>
            {isNew ? words.signUp : words.signIn}
          </button>
        </form>
        <p class="turn">
          {isNew ? words.haveAccount : words.noAccount}{' '}
          <button type="button" class="link" onClick={turn}>
            {isNew ? words.signIn : words.signUp}
          </button>
        </p>
      </div>
      <nav class="sign-in-foot" aria-label={words.app}>
        <a href="/app/events/public">{words.publicEvents}</a>
        <a href="/docs/start">{words.forProgrammers}</a>
        <a href="/docs">API</a>
      </nav>
    </main>
  )
}

function NewcomerFields({ refusal }: { refusal: Refusal }) {
  return (
    <>
      <Field
        label={words.username}
        name="username"
        autocomplete="username"
        required
        maxLength={64}
        autofocus
        autocapitalize="none"
        spellcheck={false}
        hint={words.usernameHint}
        problem={refusal.username}
      />
      <Field
        label={`${words.name} (${words.optional})`}
        name="name"
        autocomplete="name"
        maxLength={100}
        hint={words.nameHint}
        problem={refusal.name}
      />
    </>
  )
}
