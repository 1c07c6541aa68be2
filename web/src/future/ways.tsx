import type { Late, Secrecy } from '../store/things.ts'
import { said } from '../words/future.ts'
import type { FutureDraft } from './body.ts'
import { Count } from './repeat-builder.tsx'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

interface Props {
  draft: FutureDraft
  onChange: (news: Partial<FutureDraft>) => void
}

/** Sealed or announced, and what becomes of it when it is late. */
export function Ways({ draft, onChange }: Props) {
  const secrecies: [Secrecy, string][] = [
    ['sealed', said.sealed],
    ['announced', said.announced],
  ]
  const unit =
    draft.lateAfter % DAY === 0 && draft.lateAfter > 0 ? DAY : draft.lateAfter % HOUR === 0 ? HOUR : MINUTE
  return (
    <details class="ways">
      <summary>{said.ways}</summary>
      <div class="radios">
        {secrecies.map(([secrecy, label]) => (
          <label key={secrecy}>
            <input
              type="radio"
              name="secrecy"
              checked={draft.secrecy === secrecy}
              onChange={() => onChange({ secrecy })}
            />
            {label}
          </label>
        ))}
      </div>
      <div class="line">
        <label for="late">{said.late}</label>
        <select
          id="late"
          value={draft.late}
          onChange={(event) => onChange({ late: event.currentTarget.value as Late })}
        >
          {(Object.keys(said.lateWays) as Late[]).map((late) => (
            <option key={late} value={late}>
              {said.lateWays[late]}
            </option>
          ))}
        </select>
      </div>
      {draft.late !== 'send' && (
        <div class="line">
          <label for="late-after">{said.lateAfter}</label>
          <Count
            id="late-after"
            value={draft.lateAfter / unit}
            onChange={(count) => count >= 1 && onChange({ lateAfter: Math.round(count) * unit })}
          />
          <select
            aria-label={said.unit}
            value={unit}
            onChange={(event) =>
              onChange({ lateAfter: (draft.lateAfter / unit) * Number(event.currentTarget.value) })
            }
          >
            <option value={MINUTE}>{said.units.minute(draft.lateAfter / unit)}</option>
            <option value={HOUR}>{said.units.hour(draft.lateAfter / unit)}</option>
            <option value={DAY}>{said.units.day(draft.lateAfter / unit)}</option>
          </select>
        </div>
      )}
    </details>
  )
}
