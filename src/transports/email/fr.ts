import type { Occasion } from '../../users/mail.ts'
import { aside, button, type Part, text, type Words } from './letter.ts'

export const fr: Words = {
  hello: (name) => `Bonjour ${name},`,
  foot: (host) => `Ce message a été écrit par ${host}. Personne ne lit les réponses.`,
  orOpen: 'Ou ouvrez cette adresse :',
  mails: {
    welcome: ({ host, url }) => ({
      subject: `Bienvenue sur ${host} : confirmez votre adresse e-mail`,
      title: 'Bienvenue',
      parts: [
        text(`Quelqu’un, sans doute vous, a créé un compte sur ${host} avec cette adresse e-mail.`),
        text(
          'Confirmez qu’elle est bien à vous. Vous pourrez ainsi revenir si vous oubliez votre mot de passe.',
        ),
        button('Confirmer mon adresse', url),
        aside(
          'Ce lien est valable deux jours et ne sert qu’une fois. Si ce n’était pas vous, vous n’avez rien à faire.',
        ),
      ],
    }),
    'confirm-email': ({ host, url }) => ({
      subject: `Confirmez votre adresse e-mail pour ${host}`,
      title: 'Est-ce bien votre adresse ?',
      parts: [
        text(`Quelqu’un, sans doute vous, a donné cette adresse e-mail pour un compte sur ${host}.`),
        button('Confirmer mon adresse', url),
        aside(
          'Ce lien est valable deux jours et ne sert qu’une fois. Si ce n’était pas vous, vous n’avez rien à faire.',
        ),
      ],
    }),
    'forgotten-password': ({ host, url, username }) => ({
      subject: `Choisissez un nouveau mot de passe pour ${host}`,
      title: 'Choisir un nouveau mot de passe',
      parts: [
        text(
          `Quelqu’un, sans doute vous, a demandé à choisir un nouveau mot de passe pour votre compte sur ${host}.`,
        ),
        ...(username === null ? [] : [text(`Votre nom d’utilisateur y est ${username}.`)]),
        button('Choisir un nouveau mot de passe', url),
        aside('Ce lien est valable une heure et ne sert qu’une fois. Vous serez déconnecté partout.'),
        aside('Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste le même.'),
      ],
    }),
    'password-code': ({ host, code }) => ({
      subject: `Votre code pour ${host}`,
      title: 'Votre code',
      parts: [
        text(
          `Quelqu’un, sans doute vous, a demandé dans une application de ${host} à choisir un nouveau mot de passe.`,
        ),
        text(`Voici le code à y saisir : ${code}`),
        aside('Il est valable une heure et ne sert qu’une fois. Vous serez déconnecté partout.'),
        aside('Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste le même.'),
      ],
    }),
    'password-changed': ({ host, url }) => ({
      subject: `Votre mot de passe pour ${host} a été modifié`,
      title: 'Votre mot de passe a été modifié',
      parts: [
        text(
          `Le mot de passe de votre compte sur ${host} a été modifié, et tous les autres appareils ont été déconnectés.`,
        ),
        aside('Si c’était vous, tout va bien. Sinon, choisissez-en un nouveau tout de suite :'),
        button('Choisir un nouveau mot de passe', url),
      ],
    }),
    'email-changed': ({ host }) => ({
      subject: `Votre compte sur ${host} a une autre adresse e-mail`,
      title: 'Une autre adresse e-mail',
      parts: [
        text(`Votre compte sur ${host} a désormais une autre adresse e-mail. Celle-ci ne sert plus.`),
        aside(`Si c’était vous, tout va bien. Sinon, prévenez tout de suite les responsables de ${host}.`),
      ],
    }),
    'account-restored': ({ host, url }) => ({
      subject: `Votre compte sur ${host} est de nouveau ouvert`,
      title: 'Votre compte est de nouveau ouvert',
      parts: [
        text(
          `Votre compte sur ${host} avait été archivé. Il est de nouveau ouvert : connectez-vous comme avant.`,
        ),
        button('Se connecter', url),
      ],
    }),
  },
  calendar: {
    invitation: ({ host, url, about }) => ({
      subject: `Invitation : ${about.title} — ${host}`,
      title: `Vous êtes invité : ${about.title}`,
      parts: [
        text(`${about.by} vous invite par ${host}.`),
        ...occasion(about),
        button('Dire si vous venez', url),
        aside('Votre agenda peut la reprendre de ce message, et en suivra les changements.'),
      ],
    }),
    'invitation-changed': ({ host, url, about }) => ({
      subject: `Modifié : ${about.title} — ${host}`,
      title: `Modifié : ${about.title}`,
      parts: [
        text('Quelque chose a changé. Voici ce qui vaut désormais :'),
        ...occasion(about),
        button('Voir ce qui est prévu', url),
      ],
    }),
    'invitation-cancelled': ({ host, about }) => ({
      subject: `Annulé : ${about.title} — ${host}`,
      title: `Annulé : ${about.title}`,
      parts: [
        text('Il n’y a plus à venir : c’est annulé, ou vous n’êtes plus sur la liste.'),
        ...occasion(about),
      ],
    }),
  },
  test: ({ host, url }) => ({
    subject: `Un essai de ${host}`,
    title: 'Cela fonctionne',
    parts: [text(`${host} peut envoyer des messages à cette adresse.`), button(`Ouvrir ${host}`, url)],
  }),
}

function occasion({ when, where }: Occasion): Part[] {
  return [text(`Quand : ${when}`), ...(where ? [text(`Où : ${where}`)] : [])]
}
