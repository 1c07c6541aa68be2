import type { Terminal } from '../src/cli/terminal.ts'

/** A terminal at which somebody types this, and which remembers what it was told. */
export function testTerminal(typed = ''): Terminal & { lines: string[] } {
  const lines: string[] = []
  return { lines, say: (line) => void lines.push(line), input: async () => typed }
}
