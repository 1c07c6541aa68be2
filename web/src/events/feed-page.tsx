import { useSignal } from '@preact/signals'
import { deed } from '../line/deed.ts'
import { keepFresh, useAt } from '../line/fresh.ts'
import { parley, wordsOf } from '../line/line.ts'
import { Copyable } from '../pieces/copyable.tsx'
import { Sure } from '../pieces/sure.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { said } from '../words/together.ts'
import { fullDate } from '../words/words.ts'

const PATH = '/api/v1/users/me/calendar'

interface Made {
  path: string
  url: string | null
  created_at: number
}

/** My calendar in other apps: its secret address, which is told once, and can be made anew or revoked. */
export function FeedPage() {
  const { now } = useAt<{ created_at: number | null }>(PATH, 'feed')
  const address = useSignal('')
  const problem = useSignal('')
  const revoking = useSignal(false)
  const isThere = typeof now?.created_at === 'number'

  async function make() {
    problem.value = ''
    try {
      const { path, url, created_at } = await parley().request<Made>('POST', PATH)
      address.value = url ?? location.origin + path
      keepFresh(PATH, { created_at })
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }

  async function revoke() {
    await deed('DELETE', PATH)
    address.value = ''
    keepFresh(PATH, { created_at: null })
  }

  return (
    <div class="page">
      <PageHead title={said.feedTitle} back="/app/events" />
      <div class="page-body feed-page">
        <p>{said.feedLead}</p>
        {address.value && (
          <div class="notice good">
            <p>{said.feedOnce}</p>
            <Copyable text={address.value} whole />
          </div>
        )}
        {isThere && !address.value && now.created_at && (
          <p class="notice good">{said.feedThere(fullDate.format(now.created_at))}</p>
        )}
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        {now && (
          <div class="steering">
            <button type="button" class={isThere ? 'button' : 'button primary'} onClick={make}>
              {isThere ? said.feedAnew : said.feedMake}
            </button>
            {isThere && (
              <button type="button" class="button danger" onClick={() => (revoking.value = true)}>
                {said.feedRevoke}
              </button>
            )}
          </div>
        )}
        {isThere && <p class="soft">{said.feedAnewHint}</p>}
        {revoking.value && (
          <Sure
            title={said.feedRevokeSure}
            lead={said.feedRevokeLead}
            yes={said.feedRevoke}
            onYes={revoke}
            onClose={() => (revoking.value = false)}
          />
        )}
      </div>
    </div>
  )
}
