import type { House } from '../../http/house.ts'
import type { Sender } from '../../outbox/lane.ts'
import { linkForMail } from '../../users/link-mail.ts'
import type { CalendarMailBody, LinkMail, MailBody } from '../../users/mail.ts'
import { compose } from './compose.ts'
import type { Filling } from './letter.ts'
import type { Smtp } from './smtp.ts'

/** Where the button of each mail leads. A token stands behind the #: so it gets into no log and no Referer. */
const paths: Record<MailBody['mail'], string> = {
  welcome: '/app/verify#token=',
  'confirm-email': '/app/verify#token=',
  'forgotten-password': '/app/reset#token=',
  'password-code': '/app',
  'password-changed': '/app/forgot',
  'email-changed': '/app',
  'account-restored': '/app',
}

const isLinkMail = (mail: MailBody['mail']): mail is LinkMail =>
  mail === 'password-code' || paths[mail].endsWith('#token=')

/** Sends what the outbox has for the channel `email`. */
export function openMailSender(house: House, smtp: Smtp): Sender {
  const { clock, commit, config } = house

  async function fill(item: Parameters<Sender>[0], body: MailBody) {
    const { mail, language, name } = body
    const about = { host: hostOf(config.publicUrl), name, username: null }
    const path = `${config.publicUrl}${paths[mail]}`
    if (!isLinkMail(mail)) return { language, filling: { ...about, url: path } satisfies Filling }
    const linked = await commit((tx) => linkForMail(tx, item, mail))
    if (!linked) return undefined
    const { token, ...known } = linked
    const { name: hisName, username } = known
    const secret = mail === 'password-code' ? { url: path, code: token } : { url: path + token }
    const filling: Filling = { ...about, name: hisName, username, ...secret }
    return { language: known.language ?? language, filling }
  }

  async function sendCalendar(item: Parameters<Sender>[0], body: CalendarMailBody, signal: AbortSignal) {
    const { mail, language, about, path, calendar } = body
    const url = `${config.publicUrl}${path}`
    const filling = { host: hostOf(config.publicUrl), name: null, username: null, url, about }
    const composed = await compose(mail, language, filling)
    const date = new Date(clock.now())
    return smtp.send({ ...composed, calendar, to: item.to, id: item.id, date }, signal)
  }

  return async (item, signal) => {
    if ('calendar' in (item.body as object)) return sendCalendar(item, item.body as CalendarMailBody, signal)
    const body = item.body as MailBody
    const filled = await fill(item, body)
    if (!filled) return { result: 'skipped' }
    const composed = await compose(body.mail, filled.language, filled.filling)
    return smtp.send({ ...composed, to: item.to, id: item.id, date: new Date(clock.now()) }, signal)
  }
}

/** What a server is called in its mail. */
export function hostOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? 'localhost' : new URL(publicUrl).host
}
