import type { KeyWords } from './en-keys.ts'

/** Le français de la page des touches. */
export const frKeys: KeyWords = {
  title: 'Au clavier',
  help: 'Cette fiche',
  search: 'Rechercher',
  newChat: 'Nouvelle conversation',
  nextChat: 'Discussion suivante ou précédente',
  nextUnread: 'Prochaine discussion non lue',
  compose: 'Au champ d’écriture',
  messages: 'Aux messages ; puis haut et bas',
  editLast: 'Modifier mon dernier message (champ vide)',
  send: 'Envoyer',
  newLine: 'Nouvelle ligne',
  reply: 'Répondre au message',
  react: 'Y réagir',
  edit: 'Le modifier',
  pin: 'L’épingler, ou non',
  copy: 'Copier son texte',
  remove: 'Le supprimer',
  menu: 'Tout ce qu’on peut en faire',
  back: 'Retour, fermer, annuler',
  info: 'Détails de la discussion',
  end: 'Au dernier message',
  onMessage: 'Sur un message',
  everywhere: 'Partout',
  writing: 'En écrivant',
}
