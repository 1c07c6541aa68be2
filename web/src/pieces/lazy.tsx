import { signal } from '@preact/signals'
import type { ComponentType } from 'preact'

/** Something that is fetched when it is first shown: the first view of the page does not wait for it. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const loaded = signal<ComponentType<P> | null>(null)
  let asked = false
  return function Lazy(props: P) {
    const Seen = loaded.value
    if (Seen) return <Seen {...props} />
    if (!asked) {
      asked = true
      load().then(
        (part) => (loaded.value = part),
        () => (asked = false),
      )
    }
    return null
  }
}
