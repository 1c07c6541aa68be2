import { useEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../pieces/dialog.tsx'
import { Icon } from '../pieces/icon.tsx'
import { mediaWords } from '../words/media.ts'
import { lengthOf } from '../words/sizes.ts'
import { fileDate } from '../words/words.ts'
import { useDevice } from './device.ts'
import { DeviceProblem } from './device-problem.tsx'
import { Level } from './level.tsx'

interface Props {
  onFile: (file: File) => void
  onClose: () => void
}

/** What browsers record, the one that most others play first. */
const kinds = [
  ['audio/mp4', 'm4a'],
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/webm', 'webm'],
  ['audio/ogg;codecs=opus', 'ogg'],
] as const

const kindHere = () =>
  typeof MediaRecorder === 'undefined'
    ? undefined
    : kinds.find(([type]) => MediaRecorder.isTypeSupported(type))

/** Records a sound; one listens to it before it is added to the message. */
export function Recorder({ onFile, onClose }: Props) {
  const microphone = useDevice()
  const [sound, setSound] = useState<File | null>(null)
  const kind = kindHere()
  const begin = () => {
    setSound(null)
    void microphone.open({ audio: true })
  }
  useEffect(() => {
    if (kind) begin()
  }, [])
  const problem = kind ? microphone.problem : mediaWords.cannotRecord
  return (
    <Dialog title={mediaWords.recordSound} onClose={onClose}>
      {problem && <DeviceProblem text={problem} onRetry={begin} />}
      {!problem && !microphone.stream && !sound && <p class="soft">{mediaWords.asking}</p>}
      {microphone.stream && kind && (
        <Recording
          stream={microphone.stream}
          kind={kind}
          onEnd={(file) => {
            microphone.close()
            setSound(file)
          }}
        />
      )}
      {sound && (
        <Listening
          sound={sound}
          onAgain={begin}
          onClose={onClose}
          onAdd={() => {
            onFile(sound)
            onClose()
          }}
        />
      )}
    </Dialog>
  )
}

interface RecordingProps {
  stream: MediaStream
  kind: (typeof kinds)[number]
  onEnd: (file: File) => void
}

function Recording({ stream, kind: [type, ending], onEnd }: RecordingProps) {
  const [ms, setMs] = useState(0)
  const recorder = useRef<MediaRecorder | null>(null)
  useEffect(() => {
    const pieces: Blob[] = []
    const began = performance.now()
    const now = new MediaRecorder(stream, { mimeType: type })
    recorder.current = now
    now.ondataavailable = ({ data }) => pieces.push(data)
    now.onstop = () => {
      const name = `${mediaWords.soundName(fileDate(Date.now()))}.${ending}`
      onEnd(new File(pieces, name, { type: type.split(';')[0]! }))
    }
    now.start(1000)
    const timer = setInterval(() => setMs(performance.now() - began), 200)
    return () => {
      clearInterval(timer)
      now.onstop = null
      if (now.state !== 'inactive') now.stop()
    }
  }, [stream])
  return (
    <div class="recording">
      <p>
        <span class="recording-dot" aria-hidden="true" />
        {mediaWords.recording}
        <time role="timer">{lengthOf(ms)}</time>
      </p>
      <Level stream={stream} />
      <div class="buttons">
        <button type="button" class="button primary" onClick={() => recorder.current?.stop()}>
          <Icon shape="check" />
          {mediaWords.stop}
        </button>
      </div>
    </div>
  )
}

interface ListeningProps {
  sound: File
  onAgain: () => void
  onAdd: () => void
  onClose: () => void
}

function Listening({ sound, onAgain, onAdd, onClose }: ListeningProps) {
  const [src, setSrc] = useState('')
  useEffect(() => {
    const address = URL.createObjectURL(sound)
    setSrc(address)
    return () => URL.revokeObjectURL(address)
  }, [sound])
  return (
    <>
      <p class="soft">{mediaWords.listen}</p>
      {src && (
        // biome-ignore lint/a11y/useMediaCaption: nobody has written down yet what is said in it
        <audio class="listening" src={src} controls aria-label={sound.name} onLoadedMetadata={findLength} />
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>
          {mediaWords.discard}
        </button>
        <button type="button" class="button" onClick={onAgain}>
          {mediaWords.again}
        </button>
        <button type="button" class="button primary" onClick={onAdd}>
          {mediaWords.add}
        </button>
      </div>
    </>
  )
}

/** A recording does not say how long it is; a browser that is sent to its end finds out. */
function findLength({ currentTarget: player }: { currentTarget: HTMLAudioElement }): void {
  if (player.duration !== Number.POSITIVE_INFINITY) return
  player.currentTime = 1e9
  player.addEventListener('durationchange', () => (player.currentTime = 0), { once: true })
}
