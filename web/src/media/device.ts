import { useEffect, useRef, useState } from 'preact/hooks'
import { mediaWords } from '../words/media.ts'

/** What is seen or heard now, or why nothing is. */
export interface Device {
  stream: MediaStream | null
  problem: string
  /** Asks for it, which the browser may put to the person; what was open before is closed. */
  open(wanted: MediaStreamConstraints): Promise<void>
  close(): void
}

/** A camera or microphone, as long as this is shown. */
export function useDevice(): Device {
  const [stream, setStream] = useState<MediaStream | null>(null)
  const [problem, setProblem] = useState('')
  const held = useRef<MediaStream | null>(null)
  const gone = useRef(false)

  function close() {
    for (const track of held.current?.getTracks() ?? []) track.stop()
    held.current = null
    if (!gone.current) setStream(null)
  }

  async function open(wanted: MediaStreamConstraints) {
    close()
    setProblem('')
    try {
      if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError')
      const opened = await navigator.mediaDevices.getUserMedia(wanted)
      held.current = opened
      // It was closed while the browser still asked.
      if (gone.current) close()
      else setStream(opened)
    } catch (refusal) {
      if (!gone.current) setProblem(whyNot(refusal, 'video' in wanted))
    }
  }

  useEffect(
    () => () => {
      gone.current = true
      close()
    },
    [],
  )
  return { stream, problem, open, close }
}

function whyNot(refusal: unknown, camera: boolean): string {
  const name = refusal instanceof DOMException ? refusal.name : ''
  if (!isSecureContext || name === 'SecurityError') return mediaWords.notSecure
  if (name === 'NotAllowedError') return camera ? mediaWords.cameraRefused : mediaWords.micRefused
  if (name === 'NotReadableError' || name === 'AbortError') return mediaWords.deviceBusy
  return camera ? mediaWords.noCamera : mediaWords.noMic
}
