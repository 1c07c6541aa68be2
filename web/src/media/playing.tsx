import { useRef } from 'preact/hooks'
import type { Media } from '../store/things.ts'
import { lengthOf } from '../words/sizes.ts'
import { words } from '../words/words.ts'
import { boxOf } from './box.ts'
import { Gone } from './gone.tsx'
import { useAddress } from './use-address.ts'

/** Plays on where it was when its address was no good any more. */
function usePlaying<E extends HTMLMediaElement>(id: string) {
  const { src, gone, onError, onLoad } = useAddress(id, 'content')
  const player = useRef<E>(null)
  const was = useRef({ at: 0, playing: false })
  return {
    gone,
    ref: player,
    src,
    onError() {
      const { currentTime, paused } = player.current!
      was.current = { at: currentTime, playing: !paused }
      void onError()
    },
    onLoadedMetadata() {
      onLoad()
      const { at, playing } = was.current
      was.current = { at: 0, playing: false }
      if (at > 0) player.current!.currentTime = at
      if (playing) void player.current!.play().catch(() => {})
    },
  }
}

export function Video({ media }: { media: Media }) {
  const { gone, ...playing } = usePlaying<HTMLVideoElement>(media.id)
  const { width, ratio } = boxOf(media.width, media.height)
  return (
    <div class="video" style={{ width: `${width}px`, aspectRatio: String(ratio) }}>
      {gone ? (
        <Gone />
      ) : (
        <video {...playing} controls playsInline preload="metadata" aria-label={labelOf(media)} />
      )}
      {media.duration_ms !== null && !gone && <span class="length">{lengthOf(media.duration_ms)}</span>}
    </div>
  )
}

export function Sound({ media }: { media: Media }) {
  const { gone, ...playing } = usePlaying<HTMLAudioElement>(media.id)
  if (gone) return <Gone />
  return (
    <div class="sound">
      <audio {...playing} controls preload="none" aria-label={labelOf(media)} />
      <span class="soft">
        <bdi>{media.name}</bdi>
        {media.duration_ms !== null && <span class="length">{lengthOf(media.duration_ms)}</span>}
      </span>
    </div>
  )
}

function labelOf({ kind, name, duration_ms }: Media): string {
  const said = [words.ofKind[kind](1), name, duration_ms === null ? '' : lengthOf(duration_ms)]
  return said.filter(Boolean).join(', ')
}
