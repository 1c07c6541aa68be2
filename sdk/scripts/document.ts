import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { openApiDocument } from '../../src/http/openapi.ts'
import type { Document } from './typescript-of.ts'

/** The OpenAPI document of this server's own API, as it is in the source here: whoever has this client needs no dialect. */
export async function readDocument(): Promise<Document> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-sdk-'))
  const app = await openApp(
    readConfig({
      PORT: '0',
      PARLEY_DATA_DIR: dataDir,
      DATABASE_URL: `sqlite:${join(dataDir, 'parley.sqlite')}`,
      PARLEY_LOG_LEVEL: 'silent',
      PARLEY_DRAIN_SECONDS: '0',
      PARLEY_DIALECTS: 'none',
    }),
  )
  const document = openApiDocument(app.endpoints, '/', '0')
  await app.close()
  rmSync(dataDir, { recursive: true, force: true })
  return JSON.parse(JSON.stringify(document)) as Document
}
