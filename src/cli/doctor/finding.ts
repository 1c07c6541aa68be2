/** One line of what the doctor says. */
export interface Finding {
  mark: '✓' | '!' | '✗'
  text: string
}

export const good = (text: string): Finding => ({ mark: '✓', text })
/** It works, but somebody should have a look. */
export const odd = (text: string): Finding => ({ mark: '!', text })
export const bad = (text: string): Finding => ({ mark: '✗', text })
