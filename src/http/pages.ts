import { sql } from 'kysely'
import swaggerStyle from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import swaggerScript from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }
import picture from '../../docs/one-log.svg' with { type: 'file' }
import docsStyle from '../../web/docs.css' with { type: 'file' }
import docsPage from '../../web/docs.html' with { type: 'file' }
import docsScript from '../../web/docs.js' with { type: 'file' }
import icon from '../../web/favicon.svg' with { type: 'file' }
import frontScript from '../../web/front.js' with { type: 'file' }
import problemsPage from '../../web/problems.html' with { type: 'file' }
import startPage from '../../web/start.html' with { type: 'file' }
import style from '../../web/style.css' with { type: 'file' }
import { sameSecret } from '../id.ts'
import { Problem } from '../problem.ts'
import { addressOf } from './address.ts'
import type { Endpoint } from './endpoint.ts'
import type { House } from './house.ts'
import type { Api } from './mount.ts'
import { openApiDocument } from './openapi.ts'
import { problemSections } from './problem-page.ts'
import { openWebClient, serve } from './web-client.ts'

export const VERSION = '0.1.0'

const POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** What is served as it lies there, by its address. */
const files: Record<string, [path: unknown, type: string]> = {
  '/favicon.svg': [icon, 'image/svg+xml'],
  '/docs': [docsPage, 'text/html'],
  '/docs/start': [startPage, 'text/html'],
  '/docs/style.css': [style, 'text/css'],
  '/docs/api.css': [docsStyle, 'text/css'],
  '/docs/front.js': [frontScript, 'text/javascript'],
  '/docs/page.js': [docsScript, 'text/javascript'],
  '/docs/one-log.svg': [picture, 'image/svg+xml'],
  '/docs/swagger-ui.css': [swaggerStyle, 'text/css'],
  '/docs/swagger-ui.js': [swaggerScript, 'text/javascript'],
}

/** What is not the API: the pages, the OpenAPI document, health and metrics. */
export function openPages(api: Api, house: House, endpoints: Endpoint[]): void {
  const { config } = house

  api.get('/', async (c) => {
    if (c.req.header('accept')?.includes('text/html')) return serve(c.req.raw, '/app')
    return c.json({ msg: 'hello', name: 'Parley', version: VERSION, docs: '/docs', openapi: '/openapi.json' })
  })
  openWebClient(api, house)
  for (const [path, [name, type]] of Object.entries(files)) api.get(path, () => file(name, type))
  api.get('/docs/problems', async () => {
    const page = (await Bun.file(problemsPage as unknown as string).text()).replace(
      '<!-- problems -->',
      problemSections(),
    )
    return new Response(page, { headers: pageHeaders('text/html') })
  })

  let document: string | undefined
  api.get('/openapi.json', () => {
    document ??= JSON.stringify(openApiDocument(endpoints, config.publicUrl ?? '/', VERSION))
    return new Response(document, { headers: { 'Content-Type': 'application/json; charset=utf-8' } })
  })

  api.get('/healthz', async (c) => {
    try {
      await sql`select 1`.execute(house.db.reader)
      return c.json({ status: 'ok', version: VERSION })
    } catch {
      throw new Problem('unavailable', 'The database does not answer')
    }
  })

  api.get('/metrics', async (c) => {
    const bearer = c.req.header('authorization')?.replace(/^Bearer +/i, '')
    const address = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(addressOf(c.req.raw, c.env, false))
    // What a proxy on this machine passes on comes from here too, but not from somebody here.
    const local = address && !c.req.header('x-forwarded-for') && !c.req.header('forwarded')
    const allowed = config.metricsToken ? sameSecret(bearer ?? '', config.metricsToken) : local
    if (!allowed) throw new Problem('not_found', 'There is nothing at this address')
    const { registry } = house.metrics
    return new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } })
  })
}

function pageHeaders(type: string) {
  return {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  }
}

function file(path: unknown, type: string): Response {
  return new Response(Bun.file(path as string), { headers: pageHeaders(type) })
}
