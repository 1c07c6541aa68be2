import { openOutbox } from '../src/outbox/deliver.ts'
import { openSenders } from '../src/transports/senders.ts'
import { testApi } from './api.ts'
import type { Database } from './databases.ts'
import { testHouse } from './house.ts'
import { mailServer } from './mail-server.ts'

/** A house with its API, whose mail goes to a real mail server that keeps it. Nothing is sent before `post`. */
export async function housePosting(database: Database, env: Record<string, string> = {}) {
  const box = await mailServer()
  const its = await testHouse(database, { env: { ...box.env, ...env } })
  const outbox = openOutbox(its.house, openSenders(its.house), async () => false)
  return {
    ...its,
    ...testApi(its.house),
    box,
    outbox,
    /** Sends all that waits. Answers what arrived. */
    async post() {
      await outbox.run()
      return box.mails.splice(0)
    },
    async [Symbol.asyncDispose]() {
      await outbox.close()
      await its[Symbol.asyncDispose]()
      await box[Symbol.asyncDispose]()
    },
  }
}

export type Posting = Awaited<ReturnType<typeof housePosting>>

/** The token of the link in a mail. Text and HTML have the same. */
export function tokenIn({ text, html }: { text: string; html: string }): string {
  const [inText, inHtml] = [text, html].map((one) => /#token=([\w-]{43})/.exec(one)?.[1])
  if (!inText || inText !== inHtml) throw new Error(`no link in ${text}`)
  return inText
}
