import { render } from 'preact'
import { begin } from './line/line.ts'
import { App } from './shell/app.tsx'
import './shell/keys.ts'
import './line/watch.ts'
import './line/receipts.ts'

render(<App />, document.getElementById('app')!)
void begin()
// What may be wanted soon is there when it is wanted.
setTimeout(() => void import('./later.ts').then(({ keepNotices }) => keepNotices()).catch(() => {}), 3000)
if ('serviceWorker' in navigator) void navigator.serviceWorker.register('/service-worker.js').catch(() => {})
