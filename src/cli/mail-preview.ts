import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Language } from '../db/schema.ts'
import { type Composed, compose, type Template, templateNames } from '../transports/email/compose.ts'
import { sample } from '../transports/email/sample.ts'
import type { Terminal } from './terminal.ts'

export interface PreviewOptions {
  language?: Language
  html?: boolean
  text?: boolean
  out?: string
}

/**
 * Shows a mail as it would be sent, with sample names in it; into a folder, in every form that is not ruled out. Without
 * a name, all of them.
 */
export async function previewMail(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  name: Template | undefined,
  options: PreviewOptions,
  { say }: Terminal,
): Promise<void> {
  const { out, language } = options
  if (out !== undefined) return writeAll(name ? [name] : templateNames, out, publicUrl, options, say)
  if (name === undefined) return say(`There are ${templateNames.join(', ')}; or all, with --out <folder>`)
  const mail = await compose(name, language ?? 'en', sample(name, publicUrl))
  say(options.html ? mail.html : asText(mail))
}

async function writeAll(
  names: Template[],
  out: string,
  publicUrl: string | undefined,
  options: PreviewOptions,
  say: Terminal['say'],
): Promise<void> {
  mkdirSync(out, { recursive: true })
  for (const name of names)
    for (const language of options.language ? [options.language] : languages) {
      const mail = await compose(name, language, sample(name, publicUrl))
      for (const file of write(mail, join(out, `${name}.${language}`), options)) say(file)
    }
}

const languages: Language[] = ['en', 'fr']
const asText = ({ subject, text }: Composed) => `${subject}\n\n${text}`

/** Writes one of the two forms if it was named, else both. Answers the files. */
function write(mail: Composed, place: string, { html, text }: PreviewOptions): string[] {
  const files = []
  if (html || !text) files.push([`${place}.html`, mail.html] as const)
  if (text || !html) files.push([`${place}.txt`, asText(mail)] as const)
  for (const [file, content] of files) writeFileSync(file, content)
  return files.map(([file]) => file)
}
