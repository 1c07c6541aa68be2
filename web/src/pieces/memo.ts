import { Component, type ComponentChild, createElement, type FunctionComponent } from 'preact'

/** Draws again only when something that it was given is another thing than before, or a signal that it read has changed. */
export function memo<P extends object>(seen: (props: P) => ComponentChild): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now = this.props as Record<string, unknown>
      const then = next as Record<string, unknown>
      for (const key in then) if (then[key] !== now[key]) return true
      return false
    }
    override render() {
      return createElement(seen as FunctionComponent<P>, this.props as P & Record<string, unknown>)
    }
  }
  return Memo as unknown as FunctionComponent<P>
}
