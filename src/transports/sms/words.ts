import type { Language } from '../../db/schema.ts'

/**
 * What goes to the telephone, in at most 160 characters. The last line lets the browser fill the code in by itself (WICG,
 * "Origin-bound one-time codes").
 */
export function codeText(language: Language, code: string, host: string): string {
  const said = {
    en: `${code} is your code for ${host}. It is good for 10 minutes. Tell nobody.`,
    fr: `${code} est votre code pour ${host}. Il est valable 10 minutes. Ne le dites à personne.`,
  }[language]
  const whole = `${said}\n\n@${host} #${code}`
  return whole.length <= 160 ? whole : said
}
