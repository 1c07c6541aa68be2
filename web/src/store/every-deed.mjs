import { databases } from '../../../test/databases.ts'
import { call, prepare } from '../../../test/journeys/row.ts'
import { snapshot } from '../../../test/journeys/snapshot.ts'
import { rows } from '../../../test/journeys/verbs.ts'
import { names, town } from '../../../test/journeys/world.ts'
import { often } from '../../../test/often.mjs'
import { testServer } from '../../../test/server.ts'

export async function everyDeed(hear) {
  const server = await testServer(databases[0])
  try {
    const here = await town(server)
    const some = rows.filter((_, i) => i % often(2, 1) === 0)
    for (let from = 0; from < some.length; from += 8)
      await Promise.all(some.slice(from, from + 8).map((row) => oneDeed(row, here, hear)))
  } finally {
    await server[Symbol.asyncDispose]()
  }
}

async function oneDeed(row, here, hear) {
  const w = await prepare(row, here)
  // By hand only who is told of it: that nothing changes for the others, test/journeys/entries-tell-the-truth.test.ts shows.
  const watching = often(0, 1) ? names.filter((name) => name !== row.gone) : row.hears
  const before = await Promise.all(watching.map((name) => snapshot(w[name])))
  const { status } = await call(w, row)
  if (status >= 300) throw new Error(`${row.name}: ${status}`)
  for (const [i, name] of watching.entries()) {
    const { state: known, cursor } = before[i]
    const { entries } = await w[name].get(`/api/v1/log?after=${cursor}`)
    const { state: now } = await snapshot(w[name])
    hear(`${row.name}; seen by ${name}`, known, entries, now)
  }
}
