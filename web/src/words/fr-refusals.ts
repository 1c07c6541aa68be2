/** Why the server refuses something, sentence for sentence; `*` is a part that varies, and is left out. */
export const sentences: [english: string, french: string][] = [
  ['No account with this name and password', 'Identifiant ou mot de passe incorrect.'],
  ['Too many attempts; wait before the next', 'Trop d’essais ; attendez un peu avant le prochain.'],
  ['The username is taken', 'Cet identifiant est déjà pris.'],
  ['The email is taken', 'Cet e-mail est déjà pris.'],
  ['The phone is taken', 'Ce téléphone est déjà pris.'],
  [
    'must begin with a letter or digit and hold only letters, digits, ".", "_" and "-"',
    'Commence par une lettre ou un chiffre ; lettres, chiffres, « . », « _ » et « - » seulement.',
  ],
  ['is reserved', 'Cet identifiant est réservé.'],
  ['must not be empty', 'Il faut quelque chose ici.'],
  ['must have at least * characters', 'Il faut davantage de caractères.'],
  ['must not be longer than * characters', 'C’est trop long.'],
  ['must be an e-mail address', 'Ce n’est pas une adresse e-mail.'],
  [
    'must be a telephone number, such as +33612345678',
    'Ce n’est pas un numéro de téléphone, comme +33612345678.',
  ],
  ['The password is not the right one', 'Ce n’est pas le bon mot de passe.'],
  ['This server takes no new accounts', 'Ce serveur n’accepte pas de nouveaux comptes.'],
  ['You cannot reach this person', 'Vous ne pouvez pas joindre cette personne.'],
  ['You cannot add this person', 'Vous ne pouvez pas ajouter cette personne.'],
  ['Make somebody else the owner first', 'Cédez d’abord le groupe à quelqu’un d’autre.'],
  ['Only admins of this chat may pin messages', 'Seuls les admins du groupe peuvent épingler.'],
  ['The message is deleted', 'Le message est supprimé.'],
  ['A chat can have * pinned messages', 'Trop de messages sont épinglés ici.'],
  ['A message can have * different reactions', 'Ce message a déjà trop de réactions différentes.'],
  ['A chat has room for * members', 'Le groupe est complet.'],
  ['must hold a letter or a digit', 'Il faut au moins une lettre ou un chiffre.'],
  ['must not hold more than * words', 'Cela fait trop de mots.'],
  ['The body must not be longer than * bytes', 'C’est trop volumineux.'],
  [
    'must be your password, to change the e-mail address',
    'Il faut votre mot de passe pour changer d’adresse e-mail.',
  ],
  ['A file must not be longer than * bytes', 'Ce fichier est trop gros.'],
  ['A file of this kind must not be longer than * bytes', 'Ce fichier est trop gros pour son genre.'],
  ['Your media may take *', 'Il n’y a plus assez de place pour vos fichiers.'],
  ['There is nothing in the file', 'Ce fichier est vide.'],
  ['The code is not the right one', 'Ce n’est pas le bon code.'],
  ['This number is verified already', 'Ce numéro est déjà confirmé.'],
  ['Too many wrong codes; ask for a new one', 'Trop de mauvais codes ; demandez-en un nouveau.'],
  ['Verify your own number first', 'Confirmez d’abord votre propre numéro.'],
  [
    'No more than * different numbers may be asked for in a day',
    'Trop de numéros demandés pour aujourd’hui ; revenez demain.',
  ],
  ['Expected a picture: PNG, JPEG, GIF or WebP', 'Il faut une image : PNG, JPEG, GIF ou WebP.'],
  ['lies in the past', 'C’est déjà passé.'],
  ['must be at least * s from now', 'C’est trop proche.'],
  ['must not be more than * days from now', 'C’est trop lointain.'],
  ['never occurs, or too rarely', 'Cela n’arrive jamais, ou trop rarement.'],
  ['random.from must not be after random.to', 'Le début est après la fin.'],
  ['must not be blank', 'Il faut quelque chose ici.'],
  ['You cannot reach one of these people', 'Vous ne pouvez pas joindre l’une de ces personnes.'],
  ['No more than * of your messages can wait at once', 'Trop de vos messages sont en route.'],
  ['Nothing of it is waiting any more', 'Plus rien n’en est en attente.'],
  ['Nothing of it could arrive now', 'Rien ne peut en arriver maintenant.'],
  ['There is no next time that could be skipped', 'Il n’y a pas de prochaine fois à sauter.'],
  ['You cancelled it', 'Vous l’avez annulé.'],
  ['You skipped it', 'Vous l’avez sauté.'],
  ['You left the group', 'Vous avez quitté le groupe.'],
  ['The group is gone', 'Le groupe n’existe plus.'],
  ['It was too late by then', 'Il était alors trop tard.'],
  ['It is late: shall it still be sent?', 'Il est en retard : faut-il encore l’envoyer ?'],
  ['The message is not there any more', 'Le message n’est plus là.'],
  ['The owner has a project with this title already', 'Il y a déjà un projet de ce titre.'],
  ['You must be the owner of the project', 'Il faut être responsable du projet.'],
  ['You must be the owner or a coach of the project', 'Il faut être responsable ou accompagnant du projet.'],
  ['is not a member of the project', 'Cette personne ne fait pas partie du projet.'],
  ['This event is cancelled', 'Cet événement est annulé.'],
  ['Only who organizes this event may do this', 'Seul qui organise cet événement le peut.'],
  ['Only admins of this chat may make events for it', 'Seuls les admins y prévoient des événements.'],
]

/** For what has no sentence of its own. */
const kinds: Record<string, string> = {
  invalid: 'Cette saisie n’est pas acceptée.',
  unauthenticated: 'Connectez-vous d’abord.',
  forbidden: 'Vous n’en avez pas le droit.',
  not_found: 'Ce n’est plus là, ou pas pour vous.',
  conflict: 'C’est déjà pris, ou déjà ainsi.',
  stale: 'Quelqu’un d’autre l’a changé avant vous.',
  too_large: 'C’est trop volumineux.',
  unsupported: 'Ce genre de contenu n’est pas accepté.',
  too_many: 'Trop de demandes ; attendez un peu.',
  unavailable: 'Le serveur ne le peut pas pour l’instant.',
}

/** What the server says in English, in French. */
export function inFrench(detail: string, code: string): string {
  const known = sentences.find(([english]) => {
    const [begin, end = ''] = english.split('*')
    return detail.startsWith(begin!) && detail.endsWith(end)
  })
  return known?.[1] ?? kinds[code] ?? 'Cela n’a pas marché.'
}
