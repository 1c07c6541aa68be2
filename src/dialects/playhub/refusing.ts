import type { Code, Problem } from '../../problem.ts'
import { manner } from '../manner.ts'

const sentences: Partial<Record<Code, string>> = {
  forbidden: 'Vous n’avez pas le droit de faire cela.',
  not_found: 'Introuvable, ou pas à vous.',
  too_many: 'Trop de requêtes : réessayez plus tard.',
  unavailable: 'Le serveur ne peut pas répondre pour le moment.',
  internal: 'Une erreur est survenue sur le serveur.',
}

/** The reason in the language of these clients; what exactly is wrong with a request stands in it as we say it. */
export function inFrench({ code, message }: Problem): string {
  if (code === 'unauthenticated')
    return message.startsWith('Expected')
      ? "Le jeton d'authentification est manquant !"
      : 'Jeton invalide ou expiré !'
  return sentences[code] ?? `Requête refusée : ${message}`
}

/** Some look for the reason in `error`, some in `message`. What is taken is a bad request. */
export const refusing = manner(
  'playhub',
  (problem) => ({ error: inFrench(problem), message: inFrench(problem) }),
  { conflict: 400 },
)
