import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What Prometheus may read at `/metrics`. */
export function openMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    requests: new Counter({
      name: 'parley_http_requests_total',
      help: 'Requests answered, by route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'parley_http_request_seconds',
      help: 'Time to the answer',
      buckets: SECONDS,
      registers,
    }),
    connections: new Gauge({
      name: 'parley_connections',
      help: 'Live connections, by transport',
      labelNames: ['transport'],
      registers,
    }),
    cutOff: new Counter({
      name: 'parley_connections_cut_total',
      help: 'Connections that the server ended, by reason',
      labelNames: ['reason'],
      registers,
    }),
    entries: new Counter({ name: 'parley_log_entries_total', help: 'Entries published', registers }),
    logHead: new Gauge({
      name: 'parley_log_head',
      help: 'The number of the last entry published',
      registers,
    }),
    caughtUp: new Counter({
      name: 'parley_catch_up_entries_total',
      help: 'Entries read from the database for connections that came back',
      registers,
    }),
    commands: new Histogram({
      name: 'parley_commit_commands',
      help: 'Commands that shared one transaction',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'parley_commit_seconds',
      help: 'From the begin of a transaction until it is on disk',
      buckets: SECONDS,
      registers,
    }),
    outboxWaiting: new Gauge({
      name: 'parley_outbox_waiting',
      help: 'Mail and notices that have not been sent yet, by channel',
      labelNames: ['channel'],
      registers,
    }),
    outboxAttempts: new Counter({
      name: 'parley_outbox_attempts_total',
      help: 'Attempts to send mail and notices, by channel and result',
      labelNames: ['channel', 'result'],
      registers,
    }),
    pushes: new Counter({
      name: 'parley_pushes_total',
      help: 'Notices handed to a push service, by kind of device and result',
      labelNames: ['kind', 'result'],
      registers,
    }),
    memory: new Gauge({
      name: 'parley_memory_bytes',
      help: 'Resident memory of this process',
      registers,
      collect() {
        this.set(process.memoryUsage.rss())
      },
    }),
  }
}

export type Metrics = ReturnType<typeof openMetrics>
