import { useState } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Field } from '../pieces/field.tsx'
import { say } from '../pieces/say.tsx'
import { me } from '../store/store.ts'
import { mediaWords } from '../words/media.ts'
import { words } from '../words/words.ts'
import { editMe } from './edit-me.ts'
import { EmailState } from './email-state.tsx'
import { PicturePicker } from './picture-picker.tsx'

const PATH = '/api/v1/users/me'

/** How others see me. */
export function Profile() {
  const mine = me.value
  const [problem, setProblem] = useState('')
  const [saved, setSaved] = useState(false)
  const [email, setEmail] = useState(mine?.email ?? '')
  if (!mine) return null

  async function save(event: SubmitEvent) {
    event.preventDefault()
    const said = Object.fromEntries(new FormData(event.currentTarget as HTMLFormElement)) as Record<
      string,
      string
    >
    const { username, name, about = '', email, phone, password } = said
    const body = { username, name, about, email: email || null, phone: phone || null }
    const news = Object.fromEntries(
      Object.entries(body).filter(([key, value]) => value !== mine![key as 'name']),
    )
    try {
      if (Object.keys(news).length > 0)
        await editMe('PATCH', PATH, { ...news, ...(password && { password }) })
      setProblem('')
      setSaved(true)
      say(words.saved)
      setTimeout(() => setSaved(false), 2000)
    } catch (refusal) {
      setProblem(wordsOf(refusal))
    }
  }

  return (
    <>
      <div class="portrait">
        <Avatar id={mine.id} name={mine.name} picture={mine.picture} size={112} />
        <PicturePicker
          has={mine.picture !== null}
          onPick={(picture) => editMe('PUT', `${PATH}/picture`, picture)}
          onRemove={() => editMe('DELETE', `${PATH}/picture`)}
        />
      </div>
      <form onSubmit={save}>
        <Field
          label={words.name}
          name="name"
          defaultValue={mine.name}
          maxLength={100}
          required
          autocomplete="name"
          hint={words.nameHint}
        />
        <Field
          label={words.username}
          name="username"
          defaultValue={mine.username}
          maxLength={64}
          required
          autocomplete="username"
          spellcheck={false}
          hint={words.usernameHint}
        />
        <div class="field">
          <label for="about">{words.about}</label>
          <textarea
            id="about"
            name="about"
            rows={3}
            maxLength={1000}
            dir="auto"
            defaultValue={mine.about}
            placeholder={words.aboutHint}
          />
        </div>
        <Field
          label={`${words.email} (${words.optional})`}
          name="email"
          type="email"
          defaultValue={mine.email ?? ''}
          maxLength={254}
          autocomplete="email"
          onInput={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        {email.trim() === (mine.email ?? '') ? (
          <EmailState />
        ) : (
          // Without keys, the field below would be taken for this one.
          <Field
            key="password"
            label={mediaWords.emailPassword}
            name="password"
            type="password"
            autocomplete="current-password"
            required
            hint={mediaWords.emailPasswordHint}
          />
        )}
        <Field
          key="phone"
          label={`${words.phone} (${words.optional})`}
          name="phone"
          type="tel"
          defaultValue={mine.phone ?? ''}
          maxLength={40}
          autocomplete="tel"
        />
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" class="button primary">
          {saved ? words.saved : words.save}
        </button>
      </form>
    </>
  )
}
