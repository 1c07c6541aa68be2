// Alice lets her browser tell her of messages: our question, the browser's, what is shown, what a click does, and no more of it.
import { strict as assert } from 'node:assert'
import { eventually } from './person.mjs'
import { play } from './stage.mjs'

/** A browser without a push service; the keys are real ones of RFC 8291, 5. */
function withPushService() {
  let current = null
  const subscription = {
    toJSON: () => ({
      endpoint: 'https://push.example.org/alice',
      expirationTime: null,
      keys: {
        p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
        auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      },
    }),
    unsubscribe: async () => {
      current = null
      return true
    },
  }
  const listen = ServiceWorkerContainer.prototype.addEventListener
  ServiceWorkerContainer.prototype.addEventListener = function (kind, ...more) {
    if (kind === 'message') globalThis.parleyTestListens = true
    return listen.call(this, kind, ...more)
  }
  PushManager.prototype.getSubscription = async () => current
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly || !options.applicationServerKey) throw new Error('as no browser takes it')
    current = subscription
    return subscription
  }
}

const devices = (one) =>
  one.ask('GET', '/api/v1/devices').then(({ items }) => items.map((it) => it.shows_text))

await play(async ({ person }) => {
  const alice = await person('alice', { permissions: ['notifications'] })
  await alice.context.addInitScript(withPushService)
  const bob = await person('bob', { account: { name: 'Bob Osei' } })
  const { id } = await bob.ask('PUT', `/api/v1/chats/direct/${alice.id}`)
  await bob.ask('POST', `/api/v1/chats/${id}/messages`, { text: 'Are you there?' })
  await alice.open('/app/settings/notices')
  await alice.page.evaluate(() => navigator.serviceWorker.ready)
  await sheIsAsked(alice)
  await sheIsTold(alice, id)
  await noMore(alice)
})

async function sheIsAsked(alice) {
  const { page } = alice
  await page.reload()
  await alice.button('Tell me here').click()
  const question = page.getByRole('dialog', { name: 'Shall this browser tell you of new messages?' })
  await question.getByRole('button', { name: 'Not now' }).click()
  await eventually(() => question.count(), 0)
  assert.deepEqual(await devices(alice), [])
  await alice.button('Tell me here').click()
  await question.getByRole('switch').click()
  await question.getByRole('button', { name: 'Yes, tell me' }).click()
  await page.getByText('This browser tells you of new messages.').waitFor()
  await page.getByText('This browser', { exact: true }).waitFor()
  assert.deepEqual(await devices(alice), [false])
}

async function sheIsTold(alice, chat) {
  const { page, context } = alice
  const line = await context.newCDPSession(page)
  const registered = new Promise((found) => {
    line.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations }) => registrations[0] && found(registrations[0]),
    )
  })
  await line.send('ServiceWorker.enable')
  const { registrationId } = await registered
  const deliver = (told) =>
    line.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(page.url()).origin,
      registrationId,
      data: JSON.stringify(told),
    })
  const notices = () =>
    page.evaluate(async () => {
      const all = await (await navigator.serviceWorker.ready).getNotifications()
      return all.map(({ title, body, tag }) => [title, body, tag])
    })
  const tag = `chat:${chat}`
  const notice = { kind: 'notice', tag, title: 'Bob Osei', body: '', chat_id: chat, position: 1, badge: 1 }
  // Chromium now and then loses what is pushed so to a worker that is just beginning; a push service would push again.
  const again = async () => {
    await deliver(notice)
    await new Promise((resolve) => setTimeout(resolve, 300))
    return notices()
  }
  await eventually(again, [['Bob Osei', '', tag]])
  await deliver({ ...notice, body: 'Are you there?' })
  await eventually(notices, [['Bob Osei', 'Are you there?', tag]])
  await deliver({ kind: 'clear', tag, badge: 0 })
  await eventually(notices, [])

  await deliver(notice)
  await eventually(async () => (await notices()).length, 1)
  const [worker] = context.serviceWorkers()
  // What comes later listens a while after the page is there.
  await eventually(() => page.evaluate(() => globalThis.parleyTestListens === true), true)
  const click = () =>
    worker.evaluate(async () => {
      const [notification] = await self.registration.getNotifications()
      self.dispatchEvent(new NotificationEvent('notificationclick', { notification }))
    })
  const where = () => new URL(page.url()).pathname + new URL(page.url()).search
  await click()
  await eventually(where, `/app/chat/${chat}?at=1`)
  await eventually(notices, [])
  await deliver({ kind: 'notice', tag: 'game:one', title: 'Bob Osei invites you to play', badge: 0 })
  await eventually(async () => (await notices()).length, 1)
  await click()
  await eventually(where, '/app/games/room/one')
}

async function noMore(alice) {
  const { page } = alice
  await page.evaluate(() => {
    history.pushState(null, '', '/app/settings/notices')
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await alice.button('Turn off here').click()
  await page.getByText('This browser tells you nothing while Parley is closed.').waitFor()
  assert.deepEqual(await devices(alice), [])
  await page.evaluate(() => {
    Object.defineProperty(Notification, 'permission', { value: 'denied' })
    dispatchEvent(new Event('focus'))
  })
  await page.getByText('Your browser blocks notices from this page.').waitFor()
  assert.equal(await alice.button('Tell me here').count(), 0)
}
