import { useEffect, useRef, useState } from 'preact/hooks'
import { inWords, titleOf } from '../chat/names.ts'
import { parley, wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { say } from '../pieces/say.tsx'
import { go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { shown } from '../store/store.ts'
import type { Message } from '../store/things.ts'
import { words } from '../words/words.ts'
import { FoundMessage } from './found-message.tsx'

const SETTLE_MS = 250

interface Found {
  items: Message[]
  next: number | null
}

const nothing: Found = { items: [], next: null }

/** Finds messages by their words, in one chat or in all; each leads to its place. */
export function SearchPage({ query, chatId }: { query: string; chatId: string | null }) {
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const chat = chatId ? shown.value.chats[chatId] : undefined
  const address = (text: string, inChat: string | null) =>
    `/app/search?${new URLSearchParams({ ...(text && { query: text }), ...(inChat && { chat: inChat }) })}`

  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    if (query.trim() === '') return setFound(null)
    const asking = new AbortController()
    const timer = setTimeout(() => void ask(nothing, asking.signal), SETTLE_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [query, chatId])

  async function ask({ items, next }: Found, signal?: AbortSignal) {
    const what = { query, limit: 30, ...(chatId && { chat: chatId }), ...(next && { before: next }) }
    try {
      const page = await parley().request<Found>('GET', '/api/v1/search/messages', {
        query: what,
        ...(signal && { signal }),
      })
      setProblem('')
      setFound({ items: [...items, ...page.items], next: page.next })
      say(page.items.length === 0 ? words.nothingFound : words.found(page.items.length, page.next !== null))
    } catch (refusal) {
      if (!signal?.aborted) setProblem(wordsOf(refusal))
    }
  }

  return (
    <div class="page">
      <PageHead title={words.searchMessages} back={chatId ? `/app/chat/${chatId}` : '/'} />
      <div class="page-body">
        <div class="filter big">
          <Icon shape="search" />
          <input
            ref={field}
            type="search"
            aria-label={words.searchMessages}
            placeholder={words.searchMessages}
            value={query}
            maxLength={200}
            onInput={(event) => go(address(event.currentTarget.value, chatId), { instead: true })}
          />
        </div>
        {chat ? (
          <p class="soft">
            {words.searchIn(inWords(titleOf(chat)))} · <a href={address(query, null)}>{words.inAllChats}</a>
          </p>
        ) : (
          <p class="soft">{words.searchHint}</p>
        )}
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {found?.items.length === 0 && <p class="soft pad">{words.nothingFound}</p>}
        <ul class="found">
          {found?.items.map((message) => (
            <li key={message.id}>
              <FoundMessage message={message} query={query} inChat={chatId !== null} />
            </li>
          ))}
        </ul>
        {found?.next && (
          <button type="button" class="button" onClick={() => ask(found)}>
            {words.showMore}
          </button>
        )}
      </div>
    </div>
  )
}
