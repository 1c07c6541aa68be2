import { hands } from './hands.mjs'
import { inTurn } from './in-turn.mjs'

const EMOJI = ['🎉', '👍', '🔥']
const weights = { say: 8, look: 2, edit: 3, remove: 1, react: 3, join: 2, pin: 1 }

/** Somebody at a page, who does what comes to his mind; the ledger has what must have come of it. */
export function sit(someone, chats, chance, ledger) {
  const alone = inTurn()

  /** Answers whether something was done: while nobody answers, a page opened anew has nothing to do it with. */
  async function act() {
    const { page } = someone
    const chat = chats.find(({ id }) => page.url().includes(id))
    const isThere = chat && (await someone.field().isVisible())
    const deed = isThere ? chance.weighed(weights) : 'look'
    const given = {
      deed,
      luck: chance.number(),
      emoji: chance.of(EMOJI),
      href: `/app/chat/${chance.of(chats).id}`,
    }
    if (deed === 'say') given.words = ledger.next()
    if (deed === 'edit') given.words = ledger.count()
    if (deed === 'say') ledger.said(chat, given.words)
    const text = await page.evaluate(hands, given)
    if (text && deed === 'edit') ledger.edited(text)
    if (text && deed === 'remove') ledger.removed(text)
    return isThere
  }

  return {
    someone,
    context: someone.context,
    get page() {
      return someone.page
    },
    turnTo: someone.turnTo,
    alone,
    act: () => alone(act),
  }
}
