import './quick-passwords.ts'

/** Somebody with an account and a token, who talks to the server over plain HTTP. */
export interface Client {
  id: string
  username: string
  token: string
  refreshToken: string
  sessionId: string
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The same, where anything but success is a mistake of the test. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the API
  get(path: string): Promise<any>
  // biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the API
  post(path: string, body?: unknown): Promise<any>
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: answers are as many-shaped as the API
  body: any
}

export const PASSWORD = 'correct horse battery'

export async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

export async function client(url: string, username: string): Promise<Client> {
  const signed = await ask(url, 'POST', '/api/v1/users', { username, password: PASSWORD })
  if (signed.status !== 201) throw new Error(`sign-up of ${username}: ${JSON.stringify(signed.body)}`)
  return withGrant(url, signed.body)
}

// biome-ignore lint/suspicious/noExplicitAny: the answer of sign-up and log-in
export function withGrant(url: string, grant: any): Client {
  const headers = { Authorization: `Bearer ${grant.access_token}` }
  const known = (method: string, path: string, body?: unknown, more = {}) =>
    ask(url, method, path, body, { ...headers, ...more })
  async function must(method: string, path: string, body?: unknown) {
    const answer = await known(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  return {
    id: grant.user.id,
    username: grant.user.username,
    token: grant.access_token,
    refreshToken: grant.refresh_token,
    sessionId: grant.session_id,
    ask: known,
    get: (path) => must('GET', path),
    post: (path, body = {}) => must('POST', path, body),
  }
}
