import type { Template } from './compose.ts'
import type { Filling } from './letter.ts'

const linked: Template[] = ['welcome', 'confirm-email']

const occasion = {
  title: 'Fête de la musique',
  when: '2027-06-21, 20h30 (Europe/Paris)',
  where: 'Place des Vosges',
  by: 'Élodie',
}

/** Something to fill a template with, to look at it. */
export function sample(template: Template, publicUrl = 'https://talk.example.org'): Filling {
  const isForgotten = template === 'forgotten-password'
  const path = isForgotten ? '/app/reset' : linked.includes(template) ? '/app/verify' : '/app'
  const token = '#token=Ss3cH5n0wq2Yc0m9xXr8m1n7v4b6K2jQeT0uZpLdAfg'
  const isKnown = !linked.includes(template) && !template.startsWith('invitation')
  return {
    host: new URL(publicUrl).host,
    url: path === '/app' ? `${publicUrl}/app` : `${publicUrl}${path}${token}`,
    name: isKnown ? 'Élodie' : null,
    username: isForgotten ? 'elodie' : null,
    ...(template === 'password-code' ? { code: 'K7QF-2M9X-4RTW' } : {}),
    ...(template.startsWith('invitation') ? { about: occasion } : {}),
  }
}
