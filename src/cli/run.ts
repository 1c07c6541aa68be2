import { Command } from 'commander'
import { serve } from './serve.ts'

/** The command line. Each command has a file of its own. */
export async function run(args: string[]): Promise<void> {
  const program = new Command('parley').description('The self-hosted backend for apps in which people talk, plan and play')
  program.command('serve', { isDefault: true }).description('serve until told to stop').action(serve)
  await program.parseAsync(args, { from: 'user' }).catch((error: Error) => {
    console.error(`parley: ${error.message}`)
    process.exit(1)
  })
}
