import { useState } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { me } from '../store/store.ts'
import type { Me } from '../store/things.ts'
import { mediaWords } from '../words/media.ts'
import { speak } from '../words/words.ts'
import { Choices } from './choices.tsx'
import { editMe } from './edit-me.ts'
import { Problem } from './problem.tsx'

const zoneHere = Intl.DateTimeFormat().resolvedOptions().timeZone
const zones = Intl.supportedValuesOf('timeZone')

/** In which language I am spoken to, and what time it is where I am. */
export function LanguageAndTime() {
  const mine = me.value
  const [problem, setProblem] = useState('')
  if (!mine) return null

  const change = (news: Partial<Pick<Me, 'language' | 'zone'>>) =>
    editMe('PATCH', '/api/v1/users/me', news).then(
      () => setProblem(''),
      (refusal) => {
        setProblem(wordsOf(refusal))
        throw refusal
      },
    )

  async function choose(chosen: 'auto' | 'en' | 'fr') {
    const language = chosen === 'auto' ? null : chosen
    await change({ language })
    speak(language)
  }

  const zone = mine.zone ?? ''
  return (
    <>
      <Choices
        name="language"
        title={mediaWords.languageOf}
        value={mine.language ?? 'auto'}
        choices={[
          ['auto', mediaWords.languageAuto],
          ['en', 'English'],
          ['fr', 'Français'],
        ]}
        onChange={(language) => void choose(language).catch(() => {})}
      />
      <div class="field">
        <label for="zone">{mediaWords.zone}</label>
        <select
          id="zone"
          class="wide"
          value={zone}
          aria-describedby="zone-hint"
          onChange={({ currentTarget }) => void change({ zone: currentTarget.value || null }).catch(() => {})}
        >
          <option value="">{mediaWords.zoneNone}</option>
          {(zone && !zones.includes(zone) ? [zone, ...zones] : zones).map((one) => (
            <option key={one} value={one}>
              {one.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
        <p class="hint" id="zone-hint">
          {mediaWords.zoneHint}
        </p>
      </div>
      {zoneHere && zoneHere !== mine.zone && (
        <button type="button" class="link" onClick={() => void change({ zone: zoneHere }).catch(() => {})}>
          {mediaWords.zoneHere(zoneHere.replaceAll('_', ' '))}
        </button>
      )}
      <Problem text={problem} />
    </>
  )
}
