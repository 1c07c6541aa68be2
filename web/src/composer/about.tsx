import { inWords, nameOf, personOf } from '../chat/names.ts'
import { gistOf } from '../media/gist.ts'
import { Icon } from '../pieces/icon.tsx'
import { IconButton } from '../pieces/icon-button.tsx'
import { words } from '../words/words.ts'
import type { Draft } from './draft.ts'

/** What is being answered, or edited. */
export function About({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const message = draft.editing ?? draft.replyTo
  if (!message) return null
  return (
    <div class="about">
      <Icon shape={draft.editing ? 'edit' : 'reply'} size={18} />
      <span class="about-text">
        <b>
          {draft.editing ? words.editing : words.replyingTo(inWords(nameOf(personOf(message.sender_id))))}
        </b>
        <span dir="auto">{gistOf(message)}</span>
      </span>
      <IconButton shape="close" label={words.cancel} onClick={onClose} />
    </div>
  )
}
