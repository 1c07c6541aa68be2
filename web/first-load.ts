import { type Bundled, needed } from './bundle.ts'

/** The page, its style, and every script that must be there before anything is shown. */
export function firstLoad(files: Bundled[]): Bundled[] {
  const at = (path: string) => files.find((file) => file.path === path)!
  const page = at('/app')
  const text = Buffer.from(page.plain, 'base64').toString()
  const named = [...text.matchAll(/(?:src|href)="(\/app\/[^"]+\.(?:js|css))"/g)].map(([, path]) => at(path!))
  const scripts = named.filter(({ path }) => path.endsWith('.js'))
  return [...new Set([page, ...named, ...scripts.flatMap((one) => needed(one, files))])]
}
