import { type Code, codes } from '../problem.ts'
import { statuses } from './problems.ts'

/** For each code: what the one who asked should do. */
const advice: Record<Code, string> = {
  invalid: 'Mend the request. `errors` names each part that is wrong; the same request again fails again.',
  unauthenticated:
    'Exchange your refresh token at POST /api/v1/sessions/refresh and ask again. If that is refused too, let the person log in.',
  forbidden: 'Do not ask again: who you are is known, and it is not enough. `detail` says what is missing.',
  not_found:
    'Check the address and the ids. What is not yours is answered like what does not exist, so perhaps you were removed; fetch your list anew.',
  conflict:
    'Look at the present state and decide anew: choose another name, or accept that it is so already.',
  stale:
    'Fetch the thing again, put your change into its newest version, and send that with its ETag in If-Match.',
  too_large: 'Send less. `detail` names the limit of this server.',
  unsupported: 'Send JSON as application/json, and pictures as PNG, JPEG, GIF or WebP.',
  key_reused:
    'Make a fresh Idempotency-Key or `client_id` for each new change; keep it only when you repeat the same one.',
  too_many:
    'Wait as many seconds as Retry-After says, then ask again; where it is not there, close a connection first.',
  unavailable:
    'Ask again a little later (see Retry-After), with the same Idempotency-Key: then it does not matter whether the first try arrived.',
  internal:
    'Ask again later with the same Idempotency-Key. If it stays so, give `request_id` to whoever runs this server; its log has the cause.',
}

/** One paragraph for each code. Its anchor is where the `type` of a problem leads. */
export function problemSections(): string {
  const entries = Object.entries(codes) as [Code, string][]
  return entries
    .map(
      ([code, title]) => `<section id="${code}" aria-labelledby="${code}-code">
  <span class="status">${statuses[code]}</span>
  <h2 id="${code}-code"><a href="#${code}"><code>${code}</code></a></h2>
  <p>${title}.</p>
  <p class="soft">${advice[code].replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>
</section>`,
    )
    .join('\n')
}
