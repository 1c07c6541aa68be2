import { useEffect, useRef } from 'preact/hooks'
import { mediaWords } from '../words/media.ts'

const BARS = 32

/** How loud it has been in the last moments, so that one sees that one is heard. */
export function Level({ stream }: { stream: MediaStream }) {
  const bars = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const sound = new AudioContext()
    const ear = sound.createAnalyser()
    ear.fftSize = 1024
    sound.createMediaStreamSource(stream).connect(ear)
    const wave = new Uint8Array(ear.fftSize)
    const past: number[] = Array(BARS).fill(0)
    const timer = setInterval(() => {
      ear.getByteTimeDomainData(wave)
      const loud = Math.max(...wave.map((one) => Math.abs(one - 128))) / 128
      past.push(Math.min(1, Math.sqrt(loud)))
      past.shift()
      const shown = bars.current?.children ?? []
      past.forEach((value, i) =>
        (shown[i] as HTMLElement | undefined)?.style.setProperty('--level', `${value}`),
      )
    }, 80)
    return () => {
      clearInterval(timer)
      void sound.close()
    }
  }, [stream])
  return (
    <div ref={bars} class="level" role="img" aria-label={mediaWords.loudness}>
      {Array.from({ length: BARS }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  )
}
