import type { Media } from '../store/things.ts'
import { words } from '../words/words.ts'
import { boxOf } from './box.ts'
import { FileCard } from './file-card.tsx'
import { Gone } from './gone.tsx'
import { useAddress } from './use-address.ts'

interface Props {
  media: Media
  onOpen: (media: Media) => void
  /** One of several, which are shown as squares. */
  small?: boolean
}

/** Of these not every browser can show a thing. */
const SELDOM = 'image/heic'

/** A photo in a message: small, in the room that is kept for it, and a way to see it large. */
export function Photo({ media, onOpen, small = false }: Props) {
  const { src, gone, onError, onLoad } = useAddress(media.id, media.has_thumbnail ? 'thumbnail' : 'content')
  const { width, ratio } = boxOf(media.width, media.height)
  if (gone && media.content_type === SELDOM) return <FileCard media={media} />
  return (
    <button
      type="button"
      class="photo"
      style={small ? undefined : { width: `${width}px`, aspectRatio: String(ratio) }}
      aria-label={words.openLarge(media.name)}
      disabled={gone}
      onClick={() => onOpen(media)}
    >
      {gone ? (
        <Gone />
      ) : (
        <img src={src} alt="" loading="lazy" decoding="async" onError={onError} onLoad={onLoad} />
      )}
    </button>
  )
}
