import { useEffect, useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { shapeOf } from '../media/attachments.tsx'
import { useAddress } from '../media/use-address.ts'
import { isSeen, viewing } from '../media/viewing.ts'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { Sure } from '../pieces/sure.tsx'
import type { Media, Page } from '../store/things.ts'
import { mediaWords } from '../words/media.ts'
import { lengthOf } from '../words/sizes.ts'
import { clockTime, shortDate, size, when, words } from '../words/words.ts'
import { Problem } from './problem.tsx'

type Mine = Media & { created_at: number; expires_at: number | null }
interface Mines extends Page<Mine> {
  used_bytes: number
  quota_bytes: number | null
}

const PATH = '/api/v1/media'

/** What I have uploaded, how much room it takes, and a way to delete what is in no message. */
export function Library() {
  const [items, setItems] = useState<Mine[]>([])
  const [last, setLast] = useState<Mines | null>(null)
  const [going, setGoing] = useState<Mine | null>(null)
  const [problem, setProblem] = useState('')
  async function read(after?: string) {
    const query = { limit: 50, ...(after && { after }) }
    const page = await parley().request<Mines>('GET', PATH, { query })
    setItems((before) => [...(after ? before : []), ...page.items])
    setLast(page)
  }
  const tell = (refusal: unknown) => setProblem(wordsOf(refusal))
  useEffect(() => void read().catch(tell), [])
  if (!last) return <Problem text={problem} />
  return (
    <>
      <p class="soft">{mediaWords.mineLead}</p>
      <Room used={last.used_bytes} quota={last.quota_bytes} />
      {items.length === 0 && <p class="soft">{mediaWords.mineNone}</p>}
      <ul class="plain library">
        {items.map((one) => (
          <li key={one.id}>
            <Look media={one} all={items} />
            <span class="file-name">
              <bdi>{one.name}</bdi>
              <span class="soft">{about(one)}</span>
            </span>
            {one.expires_at !== null && (
              <IconButton
                shape="trash"
                label={mediaWords.deleteMine(one.name)}
                onClick={() => setGoing(one)}
              />
            )}
          </li>
        ))}
      </ul>
      {last.next && (
        <button type="button" class="button" onClick={() => read(last.next!).catch(tell)}>
          {mediaWords.bookMore}
        </button>
      )}
      <Problem text={problem} />
      {going && (
        <Sure
          title={mediaWords.deleteMineSure(going.name)}
          lead={mediaWords.deleteMineLead}
          yes={words.remove}
          onYes={async () => {
            await parley().request('DELETE', `${PATH}/${going.id}`)
            await read()
          }}
          onClose={() => setGoing(null)}
        />
      )}
    </>
  )
}

function about({ bytes, duration_ms, created_at, expires_at }: Mine): string {
  const held =
    expires_at === null
      ? mediaWords.inMessage
      : mediaWords.untilDate(`${shortDate.format(expires_at)}, ${clockTime.format(expires_at)}`)
  return [size(bytes), duration_ms !== null && lengthOf(duration_ms), when(created_at), held]
    .filter(Boolean)
    .join(' · ')
}

function Room({ used, quota }: { used: number; quota: number | null }) {
  if (quota === null) return <p>{mediaWords.roomUsed(size(used))}</p>
  return (
    <p class="room">
      {mediaWords.roomTaken(size(used), size(quota))}
      <progress max={quota} value={used} aria-label={mediaWords.room} />
    </p>
  )
}

function Look({ media, all }: { media: Mine; all: Mine[] }) {
  if (!isSeen(media))
    return (
      <a
        class="file-mark"
        href={`/api/v1/media/${media.id}/content`}
        download={media.name}
        aria-label={words.download(media.name)}
      >
        <Icon shape={shapeOf[media.kind]} size={22} />
      </a>
    )
  return (
    <button
      type="button"
      class="file-mark"
      aria-label={words.openLarge(media.name)}
      onClick={() => (viewing.value = { id: media.id, among: all.filter(isSeen) })}
    >
      {media.has_thumbnail ? <Thumbnail id={media.id} /> : <Icon shape={shapeOf[media.kind]} size={22} />}
    </button>
  )
}

function Thumbnail({ id }: { id: string }) {
  const { src, gone, onError, onLoad } = useAddress(id, 'thumbnail')
  return gone ? (
    <Icon shape="alert" />
  ) : (
    <img src={src} alt="" loading="lazy" onError={onError} onLoad={onLoad} />
  )
}
