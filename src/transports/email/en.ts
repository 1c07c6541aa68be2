import type { Occasion } from '../../users/mail.ts'
import { aside, button, type Part, text, type Words } from './letter.ts'

export const en: Words = {
  hello: (name) => `Hello ${name},`,
  foot: (host) => `This mail was written by ${host}. Nobody reads what you answer to it.`,
  orOpen: 'Or open this address:',
  mails: {
    welcome: ({ host, url }) => ({
      subject: `Welcome to ${host}: please confirm your e-mail address`,
      title: 'Welcome',
      parts: [
        text(`Somebody, probably you, made an account at ${host} with this e-mail address.`),
        text('Please confirm that it is yours. You can then get back in if you ever forget your password.'),
        button('Confirm my address', url),
        aside('The link is good for two days, and once. If it was not you, you need do nothing.'),
      ],
    }),
    'confirm-email': ({ host, url }) => ({
      subject: `Confirm your e-mail address for ${host}`,
      title: 'Is this your address?',
      parts: [
        text(`Somebody, probably you, gave this e-mail address for an account at ${host}.`),
        button('Confirm my address', url),
        aside('The link is good for two days, and once. If it was not you, you need do nothing.'),
      ],
    }),
    'forgotten-password': ({ host, url, username }) => ({
      subject: `Choose a new password for ${host}`,
      title: 'Choose a new password',
      parts: [
        text(`Somebody, probably you, asked to choose a new password for your account at ${host}.`),
        ...(username === null ? [] : [text(`Your username there is ${username}.`)]),
        button('Choose a new password', url),
        aside('The link is good for an hour, and once. You will be logged out everywhere.'),
        aside('If it was not you, you need do nothing: your password stays as it is.'),
      ],
    }),
    'password-code': ({ host, code }) => ({
      subject: `Your code for ${host}`,
      title: 'Your code',
      parts: [
        text(`Somebody, probably you, asked in an app of ${host} to choose a new password.`),
        text(`Type this code there: ${code}`),
        aside('It is good for an hour, and once. You will be logged out everywhere.'),
        aside('If it was not you, you need do nothing: your password stays as it is.'),
      ],
    }),
    'password-changed': ({ host, url }) => ({
      subject: `Your password for ${host} was changed`,
      title: 'Your password was changed',
      parts: [
        text(`The password of your account at ${host} was changed, and all other devices were logged out.`),
        aside('If it was you, all is well. If it was not, choose a new one at once:'),
        button('Choose a new password', url),
      ],
    }),
    'email-changed': ({ host }) => ({
      subject: `Your account at ${host} has another e-mail address`,
      title: 'Another e-mail address',
      parts: [
        text(`Your account at ${host} has another e-mail address from now on. This one is used no more.`),
        aside(`If it was you, all is well. If it was not, tell whoever runs ${host} at once.`),
      ],
    }),
    'account-restored': ({ host, url }) => ({
      subject: `Your account at ${host} is open again`,
      title: 'Your account is open again',
      parts: [
        text(`Your account at ${host} had been archived. It is open again: you can log in as before.`),
        button('Log in', url),
      ],
    }),
  },
  calendar: {
    invitation: ({ host, url, about }) => ({
      subject: `Invitation: ${about.title} (${host})`,
      title: `You are invited: ${about.title}`,
      parts: [
        text(`${about.by} invites you by ${host}.`),
        ...occasion(about),
        button('Say whether you come', url),
        aside('Your calendar can take it from this mail, and will follow its changes.'),
      ],
    }),
    'invitation-changed': ({ host, url, about }) => ({
      subject: `Changed: ${about.title} (${host})`,
      title: `Changed: ${about.title}`,
      parts: [
        text('This has changed. From now on it is:'),
        ...occasion(about),
        button('See what is planned', url),
      ],
    }),
    'invitation-cancelled': ({ host, about }) => ({
      subject: `Cancelled: ${about.title} (${host})`,
      title: `Cancelled: ${about.title}`,
      parts: [
        text('You need not come to this, it was cancelled or you are not on the list any more:'),
        ...occasion(about),
      ],
    }),
  },
  test: ({ host, url }) => ({
    subject: `A test from ${host}`,
    title: 'It works',
    parts: [text(`${host} can send mail to this address.`), button(`Open ${host}`, url)],
  }),
}

function occasion({ when, where }: Occasion): Part[] {
  return [text(`When: ${when}`), ...(where ? [text(`Where: ${where}`)] : [])]
}
