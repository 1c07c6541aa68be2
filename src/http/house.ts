import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Commit } from '../db/commit.ts'
import type { Db } from '../db/open.ts'
import type { Signals } from '../log/signals.ts'
import type { Tail } from '../log/tail.ts'
import type { Logger } from '../logger.ts'
import type { Secrets } from '../secrets.ts'
import type { Metrics } from './metrics.ts'

/** What every request handler may use. Built once, in `app.ts`. */
export interface House {
  readonly config: Config
  readonly secrets: Secrets
  readonly clock: Clock
  readonly logger: Logger
  readonly db: Db
  readonly commit: Commit
  readonly tail: Tail
  readonly signals: Signals
  readonly metrics: Metrics
}

/** The user who asks, and the session through which he does. */
export interface Actor {
  readonly id: string
  readonly sessionId: string
}

/** An actor, and until when (UTC milliseconds) the proof that he brought holds. */
export interface Proven extends Actor {
  readonly expiresAt: number
}

export interface Authenticate {
  /** @throws Problem unauthenticated; forbidden for a cookie that another site sent along */
  (request: Request): Promise<Proven>
  /**
   * The same for clients of dialects, which may be no browsers although they send a cookie; for a request that changes
   * something, whatever its method. @throws Problem unauthenticated; forbidden as above
   */
  client(request: Request, changes: boolean): Promise<Proven>
  /** Checks an access token. @throws Problem unauthenticated */
  token(token: string): Promise<Proven>
}

/** Where a request came from. */
export interface Caller {
  address: string
  userAgent: string
}
