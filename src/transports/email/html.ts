import { html } from 'hono/html'
import type { Whole } from './compose.ts'
import type { Part } from './letter.ts'

/** Colours by day and by night, each with a contrast above 7:1. */
const style = `
  body { margin: 0; padding: 24px 12px; background: #f3f4f6; color: #1f2430; }
  main { max-width: 520px; margin: 0 auto; padding: 28px; border-radius: 12px; background: #ffffff; }
  h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
  p { margin: 0 0 16px; }
  a.button { display: inline-block; padding: 13px 22px; border-radius: 8px; background: #1d3f9e; color: #ffffff;
    font-weight: 600; text-decoration: none; }
  .aside, footer { color: #4a5060; font-size: 14px; }
  .address { font-size: 13px; word-break: break-all; }
  .address a { color: #1d3f9e; }
  footer { max-width: 520px; margin: 16px auto 0; padding: 0 28px; }
  @media (prefers-color-scheme: dark) {
    body { background: #14161b; color: #eceef3; }
    main { background: #20232b; }
    a.button { background: #b9c9ff; color: #10163a; }
    .aside, footer { color: #c3c8d4; }
    .address a { color: #b9c9ff; }
  }`

const FONT = 'font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif'
/** For readers that take the style sheet out. */
const BUTTON = 'display:inline-block;padding:13px 22px;border-radius:8px;font-weight:600;text-decoration:none'

/** The mail as a page. It needs nothing from the net, and whatever is filled in is escaped. */
export async function toHtml(whole: Whole): Promise<string> {
  const { language, subject, title, hello, parts, foot } = whole
  const page = html`<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${style}</style>
</head>
<body style='${FONT}'>
<main role="main">
<h1>${title}</h1>
${hello === null ? '' : html`<p>${hello}</p>`}
${parts.map((part) => toBlock(part, whole))}
</main>
<footer role="contentinfo"><p>${foot}</p></footer>
</body>
</html>
`
  return String(await page)
}

function toBlock(part: Part, { orOpen }: Whole) {
  if (part.kind === 'text') return html`<p>${part.text}</p>\n`
  if (part.kind === 'aside') return html`<p class="aside">${part.text}</p>\n`
  const { url, label } = part
  return html`<p><a class="button" href="${url}" style="${BUTTON}">${label}</a></p>
<p class="aside address">${orOpen}<br><a href="${url}">${url}</a></p>\n`
}
