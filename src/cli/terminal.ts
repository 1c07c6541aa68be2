/** Where a command reads and writes; tests hand in their own. */
export interface Terminal {
  say(line: string): void
  /** How far something has come, in the place of what was said of it last; nothing where nobody looks. */
  progress?(line: string): void
  /** Everything that comes in on standard input. */
  input(prompt: string): Promise<string>
}

export const terminal: Terminal = {
  say: (line) => console.log(line),
  progress(line) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`)
  },
  input: (prompt) => (process.stdin.isTTY ? typed(prompt) : Bun.stdin.text()),
}

/** One line from the keyboard, which does not show. */
async function typed(prompt: string): Promise<string> {
  process.stderr.write(`${prompt}: `)
  const echo = (setting: string) => Bun.spawnSync(['stty', setting], { stdin: 'inherit' })
  echo('-echo')
  try {
    for await (const line of console) return line
    return ''
  } finally {
    echo('echo')
    process.stderr.write('\n')
  }
}
