import { shown } from '../store/store.ts'
import type { Media } from '../store/things.ts'
import { FileCard } from './file-card.tsx'
import { Photo } from './photo.tsx'
import { Sound, Video } from './playing.tsx'
import { isSeen, viewing } from './viewing.ts'

interface Props {
  media: Media[]
  /** Where it was said; undefined for what is not said yet. */
  chatId?: string
}

/** What was sent along with a message: photos together, then the rest, each in the way of its kind. */
export function MessageMedia({ media, chatId }: Props) {
  const photos = media.filter(({ kind }) => kind === 'image')
  const others = media.filter(({ kind }) => kind !== 'image')
  const open = ({ id }: Media) => (viewing.value = { id, among: among(media, chatId, id) })
  return (
    <div class="media">
      {photos.length === 1 && <Photo media={photos[0]!} onOpen={open} />}
      {photos.length > 1 && (
        <div class="photos" data-odd={photos.length % 2 === 1 || undefined}>
          {photos.map((one) => (
            <Photo key={one.id} media={one} onOpen={open} small />
          ))}
        </div>
      )}
      {others.map((one) => {
        if (one.kind === 'video') return <Video key={one.id} media={one} />
        return one.kind === 'audio' ? (
          <Sound key={one.id} media={one} />
        ) : (
          <FileCard key={one.id} media={one} />
        )
      })}
    </div>
  )
}

/** All that there is to see in what we hold of the chat, in order; at least what is beside it. */
function among(media: Media[], chatId: string | undefined, id: string): Media[] {
  const held = chatId ? (shown.value.stretches[chatId]?.messages ?? []) : []
  const all = held.flatMap((message) => (message.deleted ? [] : (message.media ?? []))).filter(isSeen)
  return all.some((one) => one.id === id) ? all : media.filter(isSeen)
}
