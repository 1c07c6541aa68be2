import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { Icon, type Shape } from '../pieces/icon.tsx'
import { say } from '../pieces/say.tsx'
import { Sure } from '../pieces/sure.tsx'
import { go } from '../route.ts'
import type { Scheduled } from '../store/things.ts'
import { said } from '../words/future.ts'
import { forget, steer, type Steering as What } from './deeds.ts'
import { isOnItsWay, isPending } from './shelves.ts'
import { stateWords } from './whom.ts'

const sures = {
  cancel: { title: said.cancelSure, lead: said.cancelSureLead, yes: said.doCancel },
  'send-now': { title: said.sendSure, lead: said.sendSureLead, yes: said.doSend },
  forget: { title: said.forgetSure, lead: said.forgetSureLead, yes: said.doForget },
}

/** What can be done about a message to the future, as it stands with it. */
export function Steering({ scheduled }: { scheduled: Scheduled }) {
  const asking = useSignal<keyof typeof sures | null>(null)
  const problem = useSignal('')
  const { id, returns, state, repeats, recipients } = scheduled
  const isOpen = isOnItsWay(scheduled)
  const mayArrive = recipients.some((one) => isPending(one) && one.state !== 'waiting')

  async function act(what: What) {
    try {
      const now = await steer(scheduled, what)
      problem.value = ''
      say(stateWords(now))
    } catch (refusal) {
      problem.value = wordsOf(refusal)
    }
  }

  async function sure(what: keyof typeof sures) {
    if (what !== 'forget') return steer(scheduled, what)
    await forget(scheduled)
    go('/app/future', { instead: true })
  }

  return (
    <div class="steering">
      {isOpen && <Way shape="edit" label={said.doEdit} href={`/app/future/${id}/edit`} />}
      {mayArrive && <Way shape="send" label={said.doSend} act={() => (asking.value = 'send-now')} />}
      {isOpen && state === 'active' && <Way shape="clock" label={said.doPause} act={() => act('pause')} />}
      {state === 'paused' && <Way shape="clock" label={said.doResume} act={() => act('resume')} />}
      {isOpen && repeats && recipients.some((one) => one.state === 'planned') && (
        <Way shape="down" label={said.doSkip} act={() => act('skip-next')} />
      )}
      {returns === null && <Way shape="copy" label={said.doDouble} href={`/app/future/new?copy=${id}`} />}
      {isOpen && <Way shape="close" label={said.doCancel} danger act={() => (asking.value = 'cancel')} />}
      {!isOpen && <Way shape="trash" label={said.doForget} danger act={() => (asking.value = 'forget')} />}
      {problem.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      {asking.value && (
        <Sure
          {...sures[asking.value]}
          onYes={() => asking.value && sure(asking.value)}
          onClose={() => (asking.value = null)}
        />
      )}
    </div>
  )
}

interface WayProps {
  shape: Shape
  label: string
  href?: string
  danger?: boolean
  act?: () => void
}

function Way({ shape, label, href, danger = false, act }: WayProps) {
  const kind = danger ? 'button small danger' : 'button small'
  const inside = (
    <>
      <Icon shape={shape} size={16} />
      {label}
    </>
  )
  if (href)
    return (
      <a class={kind} href={href}>
        {inside}
      </a>
    )
  return (
    <button type="button" class={kind} onClick={act}>
      {inside}
    </button>
  )
}
