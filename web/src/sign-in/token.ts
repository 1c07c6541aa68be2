import { useState } from 'preact/hooks'

/** The token of the link that led here. It is taken out of the address at once, so that it does not stay in the history. */
export function useToken(): string {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '')
  if (location.hash) history.replaceState(null, '', location.pathname)
  return token
}
