import { react } from '../store/act.ts'
import type { Message } from '../store/things.ts'
import { words } from '../words/words.ts'

/** How people have reacted to a message; a press joins in, or takes it back. */
export function Reactions({ message }: { message: Message }) {
  return (
    <div class="reactions">
      {message.reactions.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={mine}
          aria-label={words.reactedWith(emoji, count)}
          onClick={() => react(message, emoji)}
        >
          <span aria-hidden="true">{emoji}</span>
          {count > 1 && <span aria-hidden="true">{count}</span>}
        </button>
      ))}
    </div>
  )
}
