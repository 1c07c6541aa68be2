import './style.ts'
import { useEffect, useRef } from 'preact/hooks'
import { useFocusBack } from '../pieces/focus-back.ts'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import type { Media } from '../store/things.ts'
import { mediaWords } from '../words/media.ts'
import { words } from '../words/words.ts'
import { Gone } from './gone.tsx'
import { useAddress } from './use-address.ts'
import { type Viewing, viewing } from './viewing.ts'

/** A photo or video as large as the window; the arrow keys lead to those beside it, Escape back. */
export function Viewer() {
  const now = viewing.value
  return now && <Open {...now} />
}

function Open({ id, among }: Viewing) {
  const dialog = useRef<HTMLDialogElement>(null)
  useFocusBack(dialog)
  useEffect(() => dialog.current?.showModal(), [])
  const at = among.findIndex((one) => one.id === id)
  const media = among[at]!
  const close = () => (viewing.value = null)
  const go = (by: number) => {
    const next = among[at + by]
    if (next) viewing.value = { id: next.id, among }
  }
  function press(event: KeyboardEvent) {
    // In a video they lead through the video.
    if (event.target instanceof HTMLMediaElement) return
    if (event.key === 'ArrowLeft') go(-1)
    else if (event.key === 'ArrowRight') go(1)
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label={media.name}
      onClose={close}
      onKeyDown={press}
      onClick={(event) => (event.target as Element).matches('.viewer, .viewer-stage') && close()}
    >
      <header>
        <span class="viewer-name">
          <bdi>{media.name}</bdi>
          {among.length > 1 && <span>{mediaWords.placeOf(at + 1, among.length)}</span>}
        </span>
        <a
          class="icon-button"
          href={`/api/v1/media/${id}/content`}
          download={media.name}
          aria-label={words.download(media.name)}
          title={words.download(media.name)}
        >
          <Icon shape="save" />
        </a>
        <IconButton shape="close" label={words.close} onClick={close} />
      </header>
      <div class="viewer-stage">
        <Large key={id} media={media} />
      </div>
      {among.length > 1 && (
        <>
          <IconButton
            shape="back"
            label={mediaWords.previous}
            class="viewer-previous"
            disabled={at === 0}
            onClick={() => go(-1)}
          />
          <IconButton
            shape="next"
            label={mediaWords.next}
            class="viewer-next"
            disabled={at === among.length - 1}
            onClick={() => go(1)}
          />
        </>
      )}
    </dialog>
  )
}

function Large({ media }: { media: Media }) {
  const { src, gone, onError, onLoad } = useAddress(media.id, 'content')
  if (gone) return <Gone />
  const { width, height, name } = media
  const size = width && height ? { width, height } : {}
  if (media.kind === 'video')
    return (
      <video
        src={src}
        controls
        playsInline
        {...size}
        onError={onError}
        onLoadedMetadata={onLoad}
        aria-label={name}
      />
    )
  return <img src={src} alt={name} {...size} onError={onError} onLoad={onLoad} />
}
