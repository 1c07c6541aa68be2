/** What went wrong, without the parts that only mean something to whoever wrote this. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  const { message, code } = error as { message?: string; code?: string }
  return message?.replace(/^body\./, '') || code || String(error)
}
