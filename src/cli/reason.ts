/** What went wrong, without the parts that only mean something to whoever wrote this. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const { message, code } = error as { message?: string; code?: string }
  const said = message?.replace(/^body\./, '') || code || String(error)
  return /^connect E|^getaddrinfo /.test(said) ? `${said}; is DATABASE_URL right, and is it running?` : said
}
