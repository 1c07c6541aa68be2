import swaggerStyle from 'swagger-ui-dist/swagger-ui.css' with { type: 'file' }
import swaggerScript from 'swagger-ui-dist/swagger-ui-bundle.js' with { type: 'file' }
import docsPage from '../../web/docs.html' with { type: 'file' }
import docsScript from '../../web/docs.js' with { type: 'file' }
import frontPage from '../../web/index.html' with { type: 'file' }
import { sql } from 'kysely'
import { codes, Problem } from '../problem.ts'
import type { Endpoint } from './endpoint.ts'
import type { House } from './house.ts'
import type { Api } from './mount.ts'
import { openApiDocument } from './openapi.ts'

export const VERSION = '0.1.0'

const POLICY = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** What is not the API: the pages, the OpenAPI document, health and metrics. */
export function openPages(api: Api, house: House, endpoints: Endpoint[]): void {
  const { config } = house

  api.get('/', (c) => {
    if (c.req.header('accept')?.includes('text/html')) return file(frontPage, 'text/html')
    return c.json({ msg: 'hello', name: 'Parley', version: VERSION, docs: '/docs', openapi: '/openapi.json' })
  })
  api.get('/docs', () => file(docsPage, 'text/html'))
  api.get('/docs/page.js', () => file(docsScript, 'text/javascript'))
  api.get('/docs/swagger-ui.css', () => file(swaggerStyle, 'text/css'))
  api.get('/docs/swagger-ui.js', () => file(swaggerScript, 'text/javascript'))
  api.get('/docs/problems', () => new Response(problemsPage(), { headers: pageHeaders('text/html') }))

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
    const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(c.get('address'))
    const allowed = config.metricsToken ? bearer === config.metricsToken : local
    if (!allowed) throw new Problem('not_found', 'There is nothing at this address')
    const { registry } = house.metrics
    return new Response(await registry.metrics(), { headers: { 'Content-Type': registry.contentType } })
  })
}

function pageHeaders(type: string) {
  return { 'Content-Type': `${type}; charset=utf-8`, 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' }
}

function file(path: unknown, type: string): Response {
  return new Response(Bun.file(path as string), { headers: pageHeaders(type) })
}

/** Where the `type` of every problem leads. */
function problemsPage(): string {
  const rows = Object.entries(codes).map(([code, title]) => `<dt id="${code}"><code>${code}</code></dt><dd>${title}.</dd>`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems · Parley</title><h1>Problems</h1><dl>${rows.join('')}</dl></html>`
}
