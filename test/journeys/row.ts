import { type Name, type Town, type World, world } from './world.ts'

/** One call of the API that changes something. */
export interface Row {
  name: string
  /** Method and path, as OpenAPI has them. */
  verb: string
  by: Name | 'phone'
  /** What stands in the path. */
  at?: (w: World) => Record<string, string>
  body?: (w: World) => unknown
  headers?: Record<string, string>
  /** Who hears of it, and nobody else. */
  hears: readonly Name[]
  /** Who cannot ask for anything any more afterwards. */
  gone?: Name
  /** What must have happened before. */
  first?: (w: World) => Promise<Response>
  /** Nothing is stored at all. */
  passing?: true
}

type More = Omit<Row, 'name' | 'verb' | 'by' | 'hears'>

/** Bob, say, does something, and these people hear of it. */
export function row(name: string, verb: string, by: Row['by'], hears: Row['hears'], more: More = {}): Row {
  return { name, verb, by, hears, ...more }
}

/** A world of its own in which the row can be performed. */
export async function prepare(row: Row, here: Town): Promise<World> {
  const w = await world(here)
  const first = await row.first?.(w)
  if (first && !first.ok) throw new Error(`before "${row.name}": ${first.status} ${await first.text()}`)
  await here.server.house.tail.look()
  return w
}

/** Each row with its world. Eight worlds are made at a time, before the first of their rows is performed. */
export async function* prepared(rows: Row[], here: Town) {
  for (let from = 0; from < rows.length; from += 8)
    yield* await Promise.all(
      rows.slice(from, from + 8).map(async (row) => ({ row, w: await prepare(row, here) })),
    )
}

/** Makes the call of a row. The same row in the same world has the same idempotency key, as a client would have it. */
export function call(
  w: World,
  { verb, by, at, body, headers: more }: Pick<Row, 'verb' | 'by' | 'at' | 'body' | 'headers'>,
): Promise<Response> {
  const [method, template] = verb.split(' ') as [string, string]
  const values = at?.(w) ?? {}
  const path = template.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key]!))
  const sent = body?.(w)
  const headers: Record<string, string> = {
    Authorization: `Bearer ${w[by].token}`,
    'Idempotency-Key': verb.replace(' ', ':'),
  }
  if (sent !== undefined)
    headers['Content-Type'] = sent instanceof Uint8Array ? 'image/png' : 'application/json'
  Object.assign(headers, more)
  const encoded = sent instanceof Uint8Array ? sent : JSON.stringify(sent)
  return fetch(w.town.server.url + path, {
    method,
    headers,
    ...(sent === undefined ? {} : { body: encoded }),
  })
}
