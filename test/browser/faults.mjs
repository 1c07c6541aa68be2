/** What must never happen in a page. A line that is cut is no fault: browsers write of it to the console by themselves. */
const cut = /^Failed to load resource|WebSocket connection to|net::ERR_|EventSource/

/**
 * Notes errors of the page and of the server, violations of the Content-Security-Policy and requests to anybody but this server, as they happen.
 * @returns {Promise<string[]>} what was found; it grows
 */
export async function watchFaults(context, name, origin) {
  const faults = []
  const note = (kind, text) => faults.push(`${name}: ${kind}: ${text}`)
  await context.exposeBinding('parleyTestViolation', (_, text) => note('CSP', text))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, sourceFile, lineNumber } = event
      globalThis.parleyTestViolation(`${violatedDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`)
    })
  })
  context.on('weberror', (error) => note('error', error.error()?.stack ?? error.error()))
  context.on('console', (message) => {
    if (message.type() === 'error' && !cut.test(message.text())) note('console', message.text())
  })
  context.on('response', (response) => {
    // Unless a story has made up the answer.
    if (response.status() >= 500 && !response.headers()['parley-test'])
      note('answer', `${response.status()} ${response.url()}`)
  })
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${origin}/`) && !/^(?:data|blob|about):/.test(url)) note('foreign request', url)
  })
  return faults
}
