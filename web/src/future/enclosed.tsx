import { AttachButton } from '../media/attach-button.tsx'
import { Attachments, shapeOf } from '../media/attachments.tsx'
import type { Tray } from '../media/tray.ts'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import type { Media } from '../store/things.ts'
import { said } from '../words/future.ts'
import { mediaWords } from '../words/media.ts'
import { size } from '../words/words.ts'

interface Props {
  /** What goes along already. */
  media: Media[]
  /** What is added to it. */
  tray: Tray
  onChange: (media: Media[]) => void
}

/** What is sent along to the future. */
export function Enclosed({ media, tray, onChange }: Props) {
  return (
    <div class="enclosed">
      {media.length > 0 && (
        <div class="attachments">
          <ul aria-label={said.enclosed}>
            {media.map((one) => (
              <li key={one.id} class="attachment" data-progress="ready">
                <span class="attachment-mark">
                  <Icon shape={shapeOf[one.kind]} size={22} />
                </span>
                <span class="attachment-name">
                  <bdi title={one.name}>{one.name}</bdi>
                  <span class="soft">{size(one.bytes)}</span>
                </span>
                <IconButton
                  shape="close"
                  label={mediaWords.takeAway(one.name)}
                  onClick={() => onChange(media.filter(({ id }) => id !== one.id))}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
      <Attachments tray={tray} />
      <AttachButton tray={tray} />
    </div>
  )
}
