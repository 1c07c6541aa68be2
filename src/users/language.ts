import type { Language } from '../db/schema.ts'

const languages: readonly Language[] = ['en', 'fr']

/** The first language that we write among those that a browser asks for (RFC 9110, 12.5.4). English, if there is none. */
export function languageOf(acceptLanguage: string | null): Language {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const weight = parameters.find((one) => one.startsWith('q='))
      return { tag: tag.split('-')[0]!, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  const found = wanted.find(({ tag }) => (languages as readonly string[]).includes(tag))
  return (found?.tag as Language | undefined) ?? 'en'
}
