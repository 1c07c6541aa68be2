import './style.ts'
import { Icon, type Shape } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import type { MediaKind } from '../store/things.ts'
import { mediaWords } from '../words/media.ts'
import { size, words } from '../words/words.ts'
import type { Attachment, Tray } from './tray.ts'

export const shapeOf: Record<MediaKind, Shape> = {
  image: 'picture',
  video: 'camera',
  audio: 'sound',
  file: 'file',
}

/** What is to go along with a message, how far each has come, and a way to take it away. */
export function Attachments({ tray, leaving = false, onStay }: Props) {
  const items = tray.items.value
  if (items.length === 0) return null
  return (
    <div class="attachments">
      <ul aria-label={mediaWords.attachments}>
        {items.map((item) => (
          <One key={item.key} item={item} tray={tray} />
        ))}
      </ul>
      {leaving && (
        <p class="leaving-note" role="status">
          {mediaWords.leaving}{' '}
          <button type="button" class="link" onClick={onStay}>
            {mediaWords.notYet}
          </button>
        </p>
      )}
    </div>
  )
}

interface Props {
  tray: Tray
  /** Whether it is sent by itself as soon as all is there. */
  leaving?: boolean
  onStay?: () => void
}

function One({ item, tray }: { item: Attachment; tray: Tray }) {
  const { file, kind, preview, problem } = item
  const progress = item.progress.value
  const part = file.size > 0 ? item.sent.value / file.size : 0
  return (
    <li class="attachment" data-progress={progress}>
      <span class="attachment-mark">
        {preview ? <img src={preview} alt="" /> : <Icon shape={shapeOf[kind]} size={22} />}
      </span>
      <span class="attachment-name">
        <bdi title={file.name}>{file.name}</bdi>
        {progress === 'refused' ? (
          <span class="bad" role="alert">
            {problem.value}{' '}
            <button type="button" class="link" onClick={() => tray.again(item)}>
              {words.retry}
            </button>
          </span>
        ) : (
          <span class="soft">{saying(item, part)}</span>
        )}
        {(progress === 'sending' || progress === 'stuck' || progress === 'waiting') && (
          <progress max={1} value={part} aria-label={file.name} />
        )}
      </span>
      <IconButton shape="close" label={mediaWords.takeAway(file.name)} onClick={() => tray.remove(item)} />
    </li>
  )
}

function saying({ progress, file }: Attachment, part: number): string {
  const all = size(file.size)
  if (progress.value === 'stuck') return mediaWords.uploadWaits
  if (progress.value === 'waiting') return mediaWords.uploadInLine
  if (progress.value === 'ready') return all
  return part >= 1 ? mediaWords.uploadLooked : `${Math.floor(part * 100)} % · ${all}`
}
