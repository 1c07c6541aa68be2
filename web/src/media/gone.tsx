import { Icon } from '../pieces/icon.tsx'
import { words } from '../words/words.ts'

/** Where something was that cannot be had any more. */
export function Gone() {
  return (
    <span class="media-gone">
      <Icon shape="alert" size={18} />
      {words.mediaGone}
    </span>
  )
}
