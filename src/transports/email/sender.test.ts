import { expect, test } from 'bun:test'
import { databases } from '../../../test/databases.ts'
import { testHouse } from '../../../test/house.ts'
import { mailServer } from '../../../test/mail-server.ts'
import { tokenIn } from '../../../test/post.ts'
import { minute, second } from '../../clock.ts'
import { openOutbox } from '../../outbox/deliver.ts'
import { mailConfirmation, mailNotice } from '../../users/mail.ts'
import { findUser } from '../../users/user.ts'
import { openSenders } from '../senders.ts'

/** A house with a mail server that answers as it is told, and one mail with a link that waits for bob. */
async function oneWaiting(database: (typeof databases)[0], behaviour: Parameters<typeof mailServer>[0] = {}) {
  const box = await mailServer(behaviour)
  let breaks = 0
  const beforeCommit = () => {
    if (breaks > 0 && --breaks === 0) throw new Error('the process ends here')
  }
  const its = await testHouse(database, { env: box.env, beforeCommit })
  const { house, bob } = its
  const user = { ...(await findUser(house.db.reader, bob.id)), email: 'bob@example.org' }
  await house.commit(async (tx) => {
    await tx.db.updateTable('users').set({ email: user.email }).where('id', '=', bob.id).execute()
    await mailConfirmation(tx, house.config, user, user.email, 'confirm-email', 'en')
  })
  const open = () => openOutbox(house, openSenders(house), async () => false)
  const outbox = open()
  return {
    ...its,
    box,
    outbox,
    open,
    /** The nth commit from now on does not happen. */
    breakCommit: (nth: number) => {
      breaks = nth
    },
    state: async () => {
      const row = await house.db.reader.selectFrom('outbox').selectAll().executeTakeFirstOrThrow()
      return [row.state, row.tries, row.reason]
    },
    async [Symbol.asyncDispose]() {
      await outbox.close()
      await its[Symbol.asyncDispose]()
      await box[Symbol.asyncDispose]()
    },
  }
}

for (const database of databases) {
  test(`${database.name}: refused for now and taken later, a mail arrives once`, async () => {
    let code: number | undefined = 451
    await using its = await oneWaiting(database, { data: () => code })
    await its.outbox.run()
    expect(await its.state()).toEqual(['waiting', 1, expect.stringContaining('451')])
    code = undefined
    await its.outbox.run()
    expect(its.box.mails).toEqual([])
    its.clock.move(7 * second)
    await its.outbox.run()
    its.clock.move(30 * minute)
    await its.outbox.run()
    expect(its.box.mails).toHaveLength(1)
    expect((await its.state()).slice(0, 2)).toEqual(['sent', 2])
  })

  test(`${database.name}: an address that is not there is given up at once, and not tried again`, async () => {
    await using its = await oneWaiting(database, { rcpt: () => 550 })
    await its.outbox.run()
    its.clock.move(30 * minute)
    await its.outbox.run()
    expect([its.box.seen.attempts, await its.state()]).toEqual([
      1,
      ['gone', 1, expect.stringContaining('550')],
    ])
  })

  test(`${database.name}: what was sent when the process ended is sent again, known as the same, and its link is good`, async () => {
    await using its = await oneWaiting(database)
    // Claimed, the link made, sent; and before that is written down, the end.
    its.breakCommit(3)
    await its.outbox.run()
    const [first] = its.box.mails.splice(0)
    expect(await its.state()).toEqual(['waiting', 1, null])
    await its.outbox.close()
    its.clock.move(3 * minute)
    const again = its.open()
    await again.run()
    await again.close()
    const [second] = its.box.mails
    expect(second!.headers.get('message-id')).toBe(first!.headers.get('message-id')!)
    expect(await its.state()).toEqual(['sent', 2, null])
    expect(tokenIn(second!)).not.toBe(tokenIn(first!))
    const links = await its.house.db.reader.selectFrom('mail_links').select('email').execute()
    expect(links).toHaveLength(2)
  })

  test(`${database.name}: to two processes that look at the same time, it is one mail`, async () => {
    await using its = await oneWaiting(database)
    const other = its.open()
    await Promise.all([its.outbox.run(), other.run()])
    await other.close()
    expect(its.box.mails).toHaveLength(1)
  })

  test(`${database.name}: what somebody is called reaches a confirmed address on one line`, async () => {
    await using its = await oneWaiting(database)
    const name = 'Bob\r\nBcc: all@x.org\r\n\r\n<script>alert(1)</script>'
    const user = await findUser(its.house.db.reader, its.bob.id)
    await its.house.commit((tx) =>
      mailNotice(tx, its.house.config, { ...user, name, email_verified_at: 1 }, 'password-changed'),
    )
    await its.outbox.run()
    const notice = its.box.mails.find(({ subject }) => subject.includes('was changed'))!
    expect(notice.to).toEqual(['bob@example.org'])
    expect(notice.headers.has('bcc')).toBe(false)
    expect(notice.text).toContain('Hello Bob Bcc: all@x.org <script>alert(1)</script>,\n')
    expect(notice.html).not.toContain('<script>')
  })
}
