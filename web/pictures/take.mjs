/**
 * Photographs every page and state at three widths, light and dark, and puts them on sheets to be looked at.
 * `npm run screenshots -- [--only part-of-a-name] [--view 360-dark] [folder]`; with `--readme`, the pictures of the README.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { bun, root } from '../../bin/install.mjs'
import { launch } from '../../test/browser/launch.mjs'
import { openCamera, views } from './camera.mjs'
import { givePictures } from './portraits.mjs'
import { takeReadmePictures } from './readme.mjs'
import { makeSheet } from './sheets.mjs'
import { shots } from './shots.mjs'

const fakeDevices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { readme: { type: 'boolean' }, only: { type: 'string' }, view: { type: 'string' } },
})

async function openStage() {
  const data = mkdtempSync(join(tmpdir(), 'parley-pictures-'))
  const child = spawn(bun, [join(root, 'web/pictures/stage.ts'), data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout))
    return {
      ...JSON.parse(line),
      end() {
        child.kill('SIGKILL')
        rmSync(data, { recursive: true, force: true })
      },
    }
  throw new Error('the stage did not open')
}

async function takeAll(browser, camera, folder) {
  mkdirSync(join(folder, 'sheets'), { recursive: true })
  const wanted = shots.filter(({ name }) => name.includes(values.only ?? ''))
  const seen = views.filter(({ name }) => name.includes(values.view ?? ''))
  let failed = 0
  for (const shot of wanted) {
    for (const view of seen)
      await camera.take(shot, view, join(folder, `${shot.name}.${view.name}.png`)).catch((error) => {
        failed++
        console.error(`${shot.name} ${view.name}: ${error.message.split('\n')[0]}`)
      })
    await makeSheet(browser, folder, shot.name)
    console.log(shot.name)
  }
  console.log(`${wanted.length} pages and states in ${folder}, ${failed} pictures failed`)
  if (failed > 0) process.exitCode = 1
}

const [stage, browser] = await Promise.all([openStage(), launch({ more: fakeDevices })])
try {
  await givePictures(browser, stage)
  const camera = await openCamera(browser, stage)
  if (values.readme) await takeReadmePictures(browser, camera, join(root, 'docs/pictures'))
  else
    await takeAll(browser, camera, resolve(positionals[0] ?? mkdtempSync(join(tmpdir(), 'parley-pictures-'))))
} finally {
  await browser.close()
  stage.end()
}
