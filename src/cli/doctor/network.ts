import { createServer } from 'node:net'
import type { Config } from '../../config.ts'
import { dialectOf } from '../../db/dialect.ts'
import { bad, type Finding, good, odd } from './finding.ts'

const PATIENCE_MS = 3000

/** The port is free, or a Parley answers on it. */
export async function checkPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<Finding> {
  if (port === 0) return good('PORT=0: any free port')
  if (await answers(host, port)) return good(`a server answers on ${host}:${port}`)
  const code = await tryListening(host, port)
  if (code === undefined) return good(`${host}:${port} is free`)
  if (code === 'EADDRINUSE') return bad(`another program uses ${host}:${port}; stop it, or set PORT`)
  if (code === 'EACCES')
    return bad(`port ${port} is only for root; set PORT to one above 1023, behind a proxy`)
  return bad(
    `HOST=${host} is no address of this machine (${code}); 127.0.0.1 is for this machine, 0.0.0.0 for all`,
  )
}

async function answers(host: string, port: number): Promise<boolean> {
  const near = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  try {
    const answer = await fetch(`http://${near}:${port}/healthz`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    return ((await answer.json()) as { status?: string }).status === 'ok'
  } catch {
    return false
  }
}

/** Answers why it cannot be listened there, if it cannot. */
function tryListening(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

/** Redis, where one is configured. */
export async function checkRedis({
  databaseUrl,
  redisUrl,
}: Pick<Config, 'databaseUrl' | 'redisUrl'>): Promise<Finding[]> {
  if (!redisUrl)
    return dialectOf(databaseUrl) === 'mysql'
      ? [odd('REDIS_URL is not set: several processes on this database would hear of each other late')]
      : []
  let client: Bun.RedisClient | undefined
  try {
    client = new Bun.RedisClient(redisUrl, { connectionTimeout: PATIENCE_MS, autoReconnect: false })
    await client.ping()
    return [good('Redis answers')]
  } catch (error) {
    return [
      bad(`Redis does not answer (${(error as Error).message}); is REDIS_URL right, and is it running?`),
    ]
  } finally {
    client?.close()
  }
}
