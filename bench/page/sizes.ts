/** Prints how large each file of the web client is, as one line of JSON. Runs under Bun. */
import { bundle } from '../../web/bundle.ts'
import { firstLoad } from '../../web/first-load.ts'

const bytes = (base64?: string) => (base64 ? Buffer.from(base64, 'base64').length : 0)
const files = await bundle()
const first = firstLoad(files)
const sizes = files.map((file) => {
  const raw = bytes(file.plain)
  const [gzip, brotli] = [bytes(file.gzip) || raw, bytes(file.brotli) || raw]
  return { path: file.path, first: first.includes(file), raw, gzip, brotli }
})
console.log(JSON.stringify(sizes))
