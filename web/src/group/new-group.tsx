import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { ChoosePeople } from '../people/choose-people.tsx'
import { Field } from '../pieces/field.tsx'
import { Switch } from '../pieces/switch.tsx'
import { chatPath, go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { changeChat } from '../store/act.ts'
import type { User } from '../store/things.ts'
import { words } from '../words/words.ts'

/** Makes a group: its name, and who is in it. */
export function NewGroup() {
  const title = useSignal('')
  const chosen = useSignal<User[]>([])
  const shares = useSignal(true)
  const problem = useSignal('')

  async function create(event: Event) {
    event.preventDefault()
    const member_ids = chosen.value.map(({ id }) => id)
    const body = { title: title.value.trim(), member_ids, shares_history: shares.value }
    try {
      const chat = await changeChat('POST', '/api/v1/chats', body)
      go(chatPath(chat.id), { instead: true })
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }

  return (
    <div class="page">
      <PageHead title={words.newGroup} back="/app/new" />
      <form class="page-body" onSubmit={create}>
        <Field
          label={words.groupTitle}
          value={title.value}
          maxLength={200}
          required
          autofocus
          problem={problem.value || undefined}
          onInput={(event) => (title.value = event.currentTarget.value)}
        />
        <Switch
          label={words.sharesHistory}
          checked={shares.value}
          onChange={(checked) => (shares.value = checked)}
        />
        <ChoosePeople chosen={chosen.value} onChange={(people) => (chosen.value = people)} />
        <div class="page-foot">
          <span class="soft">{chosen.value.length > 0 && words.chosen(chosen.value.length)}</span>
          <button type="submit" class="button primary" disabled={title.value.trim() === ''}>
            {words.create}
          </button>
        </div>
      </form>
    </div>
  )
}
