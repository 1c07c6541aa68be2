import { useEffect, useState } from 'preact/hooks'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import { parley, wordsOf } from '../line/line.ts'
import { type Push, pushNow, turnOff, turnOn } from '../line/push.ts'
import { Dialog } from '../pieces/dialog.tsx'
import { Switch } from '../pieces/switch.tsx'
import { mediaWords } from '../words/media.ts'
import { ago } from '../words/words.ts'
import { Problem } from './problem.tsx'

interface Device {
  id: string
  kind: 'webpush' | 'fcm' | 'apns'
  current: boolean
  app: string | null
  updated_at: number
}

const saying: Record<Push, string> = {
  unable: mediaWords.noticesUnable,
  'not here': mediaWords.noticesServer,
  blocked: mediaWords.noticesBlocked,
  off: mediaWords.noticesOff,
  on: mediaWords.noticesOn,
}

/** What this browser tells me while the page is closed, and which of my devices do. */
export function Notices() {
  const [push, setPush] = useState<Push | null>(null)
  const [showsText, setShowsText] = useState(true)
  const [devices, setDevices] = useState<Device[]>([])
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState('')

  async function read() {
    const [now, { items }] = await Promise.all([
      pushNow(),
      parley().request<{ items: Device[] }>('GET', '/api/v1/devices'),
    ])
    setPush(now.push)
    setShowsText(now.showsText)
    setDevices(items)
  }
  const attempt = (work: () => Promise<unknown>) =>
    work()
      .then(read)
      .then(
        () => setProblem(''),
        (refusal) =>
          setProblem(refusal instanceof ParleyProblem ? wordsOf(refusal) : mediaWords.noticesFailed),
      )
  useEffect(() => {
    void attempt(async () => {})
    // Whoever allows it in the browser's own settings comes back here.
    const again = () => void attempt(async () => {})
    addEventListener('focus', again)
    return () => removeEventListener('focus', again)
  }, [])
  if (!push) return <Problem text={problem} />
  return (
    <>
      <p class="soft">{mediaWords.noticesLead}</p>
      <p class={push === 'on' ? 'notice good' : 'notice'} role="status">
        {saying[push]}
      </p>
      {push === 'off' && (
        <button type="button" class="button primary" onClick={() => setAsking(true)}>
          {mediaWords.noticesTurnOn}
        </button>
      )}
      {push === 'on' && (
        <>
          <Switch
            label={mediaWords.showText}
            hint={mediaWords.showTextHint}
            checked={showsText}
            onChange={(shows) => attempt(() => turnOn(shows))}
          />
          <button type="button" class="button" onClick={() => attempt(turnOff)}>
            {mediaWords.noticesTurnOff}
          </button>
        </>
      )}
      <Problem text={problem} />
      <h2>{mediaWords.devices}</h2>
      {devices.length === 0 && <p class="soft">{mediaWords.noDevices}</p>}
      <ul class="plain sessions">
        {devices.map((device) => (
          <li key={device.id}>
            <span>
              <b>{device.app ?? mediaWords.deviceKinds[device.kind]}</b>
              {device.current && <span class="role">{mediaWords.thisBrowser}</span>}
              <br />
              <span class="soft">
                {mediaWords.deviceKinds[device.kind]} · {mediaWords.deviceSince(ago(device.updated_at))}
              </span>
            </span>
            {!device.current && (
              <button
                type="button"
                class="button small"
                onClick={() => attempt(() => parley().request('DELETE', `/api/v1/devices/${device.id}`))}
              >
                {mediaWords.turnOff}
              </button>
            )}
          </li>
        ))}
      </ul>
      {asking && (
        <Question
          onClose={() => setAsking(false)}
          onYes={(shows) => {
            setAsking(false)
            void attempt(() => turnOn(shows))
          }}
        />
      )}
    </>
  )
}

/** Our own question comes first: a browser that was once told no does not let us ask again. */
function Question({ onYes, onClose }: { onYes: (showsText: boolean) => void; onClose: () => void }) {
  const [showsText, setShowsText] = useState(true)
  return (
    <Dialog title={mediaWords.noticesAsk} onClose={onClose}>
      <p>{mediaWords.noticesAskLead}</p>
      <Switch
        label={mediaWords.showText}
        hint={mediaWords.showTextHint}
        checked={showsText}
        onChange={setShowsText}
      />
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>
          {mediaWords.noticesNo}
        </button>
        <button type="button" class="button primary" onClick={() => onYes(showsText)}>
          {mediaWords.noticesYes}
        </button>
      </div>
    </Dialog>
  )
}
