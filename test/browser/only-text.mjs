/**
 * Runs in the page: what is in it that people's words must not have put there. Elements other than those of the page,
 * handlers in attributes, pictures and scripts from elsewhere, links that are not as they must be.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: it goes into the page by itself, so it calls nothing
export function notOnlyText() {
  const FOREIGN =
    'iframe, frame, object, embed, base, template, math, audio, video, marquee, plaintext, xmp, details'
  const MARKS = 'a, code, pre, strong, em, s, span.mentioned, span.big-emoji'
  const found = [...document.querySelectorAll(FOREIGN)].map((one) => `element ${one.outerHTML}`)
  const own = (address) => new URL(address, location.href).origin === location.origin

  for (const one of document.querySelectorAll('*'))
    for (const { name } of one.attributes)
      if (/^on|^(?:srcdoc|ping|formaction|background)$/i.test(name)) found.push(`attribute ${one.outerHTML}`)
  for (const one of document.querySelectorAll('script'))
    if (one.textContent !== '' || !own(one.src)) found.push(`script ${one.outerHTML}`)
  for (const one of document.querySelectorAll('img, link'))
    if (!own(one.src ?? one.href)) found.push(`from elsewhere ${one.outerHTML}`)
  for (const one of document.querySelectorAll('body style, body link, body meta, form:not(.composer)'))
    found.push(`element ${one.outerHTML}`)
  for (const one of document.querySelectorAll('.message .text *'))
    if (!one.matches(`${MARKS}, em.gone`)) found.push(`in a text ${one.outerHTML}`)
  for (const one of document.querySelectorAll('.message .text a')) {
    const [href, rel] = [one.getAttribute('href'), one.rel.split(' ')]
    const isSafe = one.target === '_blank' && rel.includes('noopener') && rel.includes('noreferrer')
    const { protocol, username } = new URL(href)
    if (!isSafe || !/^https?:$/.test(protocol) || username || href !== one.textContent)
      found.push(`link ${one.outerHTML}`)
  }
  return found.map((one) => one.slice(0, 300))
}

/** Is it what was sent, but for the letters by which it is marked? They show as bold, code and so on. */
export function isSaid(shown, sent) {
  if (shown === sent) return true
  if (sent.includes('```')) return isWithin(shown, sent, /[\w+\-\n`*_~]/)
  return isWithin(shown, sent, /[`*_~]/)
}

/** Is all of `short` in `long`, in order, with nothing between but what may be left out? */
function isWithin(short, long, mayGo) {
  let at = 0
  for (const letter of long)
    if (short.startsWith(letter, at)) at += letter.length
    else if (!mayGo.test(letter)) return false
  return at === short.length
}
