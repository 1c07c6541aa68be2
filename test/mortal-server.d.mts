/** The real program in a process of its own. */
export interface MortalServer extends AsyncDisposable {
  readonly url: string
  readonly pid: number | undefined
  /** At once (SIGKILL), and resolves when it is gone. */
  kill(): Promise<void>
  /** Again, on the same data and the same port. */
  start(): Promise<void>
  /** For good, with its data. */
  close(): Promise<void>
}

export function mortalServer(env?: Record<string, string>): Promise<MortalServer>
