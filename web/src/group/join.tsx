import { useEffect, useState } from 'preact/hooks'
import { parley, wordsOf } from '../line/line.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Empty } from '../pieces/empty.tsx'
import { chatPath, go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { changeChat } from '../store/act.ts'
import type { Chat } from '../store/things.ts'
import { count, words } from '../words/words.ts'

type Invited = Pick<Chat, 'id' | 'title' | 'picture' | 'member_count'>

/** Where an invite link leads. */
export function Join({ code }: { code: string }) {
  const [chat, setChat] = useState<Invited | null>(null)
  const [problem, setProblem] = useState('')
  const [gone, setGone] = useState(false)
  const path = `/api/v1/invites/${encodeURIComponent(code)}`
  useEffect(() => {
    parley()
      .request<{ chat: Invited }>('GET', path)
      .then(({ chat }) => setChat(chat))
      .catch(() => setGone(true))
  }, [code])

  async function join() {
    try {
      const joined = await changeChat('POST', `${path}/accept`)
      go(chatPath(joined.id), { instead: true })
    } catch (refusal) {
      setProblem(wordsOf(refusal))
    }
  }

  return (
    <div class="page">
      <PageHead title={words.joinTitle} />
      {gone && <Empty title={words.joinGone} lead={words.joinGoneLead} />}
      {chat && (
        <div class="empty">
          <Avatar id={chat.id} name={chat.title} picture={chat.picture} size={96} />
          <p class="empty-title">
            <bdi>{chat.title}</bdi>
          </p>
          <p class="soft">{words.members(count(chat.member_count), chat.member_count === 1)}</p>
          {problem && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
          <button type="button" class="button primary" onClick={join}>
            {words.join}
          </button>
        </div>
      )}
    </div>
  )
}
