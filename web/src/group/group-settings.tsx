import { useState } from 'preact/hooks'
import { wordsOf } from '../line/line.ts'
import { Field } from '../pieces/field.tsx'
import { Switch } from '../pieces/switch.tsx'
import { changeChat } from '../store/act.ts'
import type { Chat } from '../store/things.ts'
import { words } from '../words/words.ts'

/** The name of a group, and whether newcomers may read back. */
export function GroupSettings({ chat }: { chat: Chat }) {
  const [title, setTitle] = useState(chat.title)
  const [problem, setProblem] = useState<string>()
  async function save(change: { title?: string; shares_history?: boolean }) {
    setProblem(undefined)
    await changeChat('PATCH', `/api/v1/chats/${chat.id}`, change).catch((refusal) =>
      setProblem(wordsOf(refusal)),
    )
  }
  const changed = title.trim() !== '' && title.trim() !== chat.title
  return (
    <section>
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (changed) void save({ title: title.trim() })
        }}
      >
        <Field
          label={words.groupTitle}
          value={title}
          maxLength={200}
          problem={problem}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
        {changed && (
          <button type="submit" class="button primary">
            {words.save}
          </button>
        )}
      </form>
      <Switch
        label={words.sharesHistory}
        checked={chat.shares_history}
        onChange={(shares_history) => save({ shares_history })}
      />
    </section>
  )
}
