import { Icon } from '../pieces/icon.tsx'
import type { Media } from '../store/things.ts'
import { size, words } from '../words/words.ts'

/** A file that is not shown here: what it is called, how large it is, and a way to save it. */
export function FileCard({ media: { id, name, bytes } }: { media: Media }) {
  return (
    <a
      class="file-card"
      href={`/api/v1/media/${id}/content`}
      download={name}
      aria-label={`${words.download(name)}, ${size(bytes)}`}
    >
      <span class="file-mark">
        <Icon shape="file" size={22} />
      </span>
      <span class="file-name">
        <bdi>{name}</bdi>
        <span class="soft">{size(bytes)}</span>
      </span>
      <Icon shape="save" size={18} />
    </a>
  )
}
