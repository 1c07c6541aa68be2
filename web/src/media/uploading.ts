import { line, wordsOf } from '../line/line.ts'
import { mediaWords } from '../words/media.ts'
import { noteMedia } from './noted.ts'
import type { Attachment } from './tray.ts'
import { upload } from './tus.ts'
import { xhr } from './xhr.ts'

const AT_A_TIME = 3
const PAUSES_MS = [300, 1000, 2000, 5000, 10_000]

const queue: Attachment[] = []
let running = 0

/** Uploads a file when it is its turn, and goes on with it until it is there, refused or taken away. */
export function uploadInTurn(item: Attachment): void {
  queue.push(item)
  while (running < AT_A_TIME && queue.length > 0) void run(queue.shift()!)
}

async function run(item: Attachment): Promise<void> {
  running++
  await uploadOne(item)
  running--
  const next = queue.shift()
  if (next) void run(next)
}

async function uploadOne({ file, stop: { signal }, progress, sent, problem, media }: Attachment) {
  if (signal.aborted) return
  try {
    if (file.size === 0) throw new Error(mediaWords.nothingIn)
    progress.value = 'sending'
    media.value = await upload(xhr, {
      file,
      name: file.name,
      signal,
      onSent(bytes) {
        progress.value = 'sending'
        sent.value = bytes
      },
      async pause(failures) {
        if (failures > 0 || !navigator.onLine) progress.value = 'stuck'
        await lineOrTime(PAUSES_MS[failures] ?? PAUSES_MS.at(-1)!, signal)
      },
    })
    noteMedia(media.value)
    sent.value = file.size
    progress.value = 'ready'
  } catch (refusal) {
    if (signal.aborted) return
    problem.value = wordsOf(refusal)
    progress.value = 'refused'
  }
}

/** After a while, or as soon as the line is back; a browser without a network is not asked in between. */
function lineOrTime(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let was = line.peek().link
    const timer = setTimeout(done, navigator.onLine ? ms : 60_000)
    const stop = line.subscribe(({ link }) => {
      if (link === 'live' && was !== 'live') done()
      was = link
    })
    addEventListener('online', done)
    signal.addEventListener('abort', done)
    function done() {
      clearTimeout(timer)
      stop()
      removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
