import { type Bundled, bundle } from '../../web/bundle.ts'
import { Problem } from '../problem.ts'
import type { House } from './house.ts'
import type { Api } from './mount.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** Photos and sounds are made in the page, and only there; nothing else of a device is asked for. */
const DEVICES =
  'camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), serial=(), bluetooth=()'

const PACKED = '.parleyweb'

let made: Promise<Map<string, Bundled>> | undefined

/** The files of the web client by address: those that lie in the executable, or built once from source. */
export function webClient(): Promise<Map<string, Bundled>> {
  made ??= read().then((files) => new Map(files.map((file) => [file.path, file])))
  return made
}

async function read(): Promise<Bundled[]> {
  const carried = Bun.embeddedFiles.find((file) => (file as File).name.endsWith(PACKED))
  return carried ? JSON.parse(await carried.text()) : bundle()
}

/** Serves the page at `/app/…`, which is one page whatever its address, with what it is made of. */
export function openWebClient(api: Api, { logger }: House): void {
  api.get('/service-worker.js', (c) => serve(c.req.raw, '/service-worker.js'))
  api.get('/app/*', (c) => serve(c.req.raw, new URL(c.req.url).pathname))
  webClient().catch((err) => logger.error({ err }, 'the web client could not be built'))
}

/** Answers with the file at this address; with the page where there is none, since the page knows its own addresses. */
export async function serve(request: Request, path: string): Promise<Response> {
  const files = await webClient()
  const file = files.get(path) ?? (path.includes('.') ? undefined : files.get('/app'))
  if (!file) throw new Problem('not_found', 'There is nothing at this address')
  const headers: Record<string, string> = {
    'Content-Type': file.type,
    'Content-Security-Policy': POLICY,
    'Cache-Control': file.lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': DEVICES,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Vary: 'Accept, Accept-Encoding',
  }
  const [encoding, body] = encoded(file, request.headers.get('accept-encoding') ?? '')
  if (encoding) headers['Content-Encoding'] = encoding
  return new Response(Buffer.from(body, 'base64'), { headers })
}

function encoded({ plain, gzip, brotli }: Bundled, accepted: string): [string | undefined, string] {
  if (brotli && /\bbr\b/.test(accepted)) return ['br', brotli]
  if (gzip && /\bgzip\b/.test(accepted)) return ['gzip', gzip]
  return [undefined, plain]
}
