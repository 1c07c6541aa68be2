import type { Ask } from './tus.ts'

/** A line on which nothing moves for so long is dead. */
const DEAD_MS = 30_000

/** Asks the server by XMLHttpRequest: only it tells how much of a body has left. */
export const xhr: Ask = ({ method, path, headers, body, signal, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout>
    const alive = () => {
      clearTimeout(timer)
      timer = setTimeout(abort, DEAD_MS)
    }
    const abort = () => request.abort()
    function end(act: () => void) {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      act()
    }
    request.open(method, path)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => {
      alive()
      onSent?.(loaded)
    }
    // From now on the server looks at what it has, which may take a while.
    request.upload.onload = () => clearTimeout(timer)
    request.onload = () =>
      end(() =>
        resolve({
          status: request.status,
          header: (name) => request.getResponseHeader(name),
          text: request.responseText,
        }),
      )
    request.onerror = () => end(() => reject(new Error('Nobody answered')))
    request.onabort = () => end(() => reject(signal.aborted ? signal.reason : new Error('The line is dead')))
    signal.addEventListener('abort', abort, { once: true })
    alive()
    request.send(body)
  })
