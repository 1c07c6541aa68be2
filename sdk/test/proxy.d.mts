/** Something between us and the server that lets some addresses through and others not. */
export interface Proxy extends AsyncDisposable {
  url: string
  /** From now on, requests whose path begins so are hung up on, and those that run are cut. */
  block(...paths: string[]): void
  cut(): void
  /** From now on, what is asked arrives, and what is answered does not. */
  mute(): void
  /** Ends that: answers of which a part was lost are cut. */
  unmute(): void
  /** How many requests for paths that begin so were let through. */
  passed(path: string): number
}

export function openProxy(target: () => string): Promise<Proxy>
