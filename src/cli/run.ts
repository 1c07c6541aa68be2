import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type DialectName, dialectNames, readConfig } from '../config.ts'
import type { Language } from '../db/schema.ts'
import { check } from '../http/check.ts'
import { VERSION } from '../http/pages.ts'
import { templateNames } from '../transports/email/compose.ts'
import { email } from '../users/names.ts'
import { downgradeDb } from './db-downgrade.ts'
import { migrateDb, type WantedMigration } from './db-migrate.ts'
import { beginEpoch } from './db-new-epoch.ts'
import { showStatus } from './db-status.ts'
import { upgradeDb } from './db-upgrade.ts'
import { doctor } from './doctor.ts'
import { fake, type Wanted } from './fake.ts'
import { importDump } from './import.ts'
import { type PreviewOptions, previewMail } from './mail-preview.ts'
import { testMail } from './mail-test.ts'
import { withDb, withHouse, withNewDb } from './open.ts'
import { reasonOf } from './reason.ts'
import { serve } from './serve.ts'
import { terminal } from './terminal.ts'
import { createUser, type NewAccount } from './user-create.ts'
import { listUsers } from './user-list.ts'
import { resetUserPassword } from './user-reset-password.ts'

/** The command line. What goes wrong is said in one line, and ends it with 1. */
export async function run(args: string[]): Promise<void> {
  const program = describe()
  try {
    const [first = 'serve'] = args
    const known = ['help', ...program.commands.map((command) => command.name())]
    if (!first.startsWith('-') && !known.includes(first))
      throw new Error(`There is no command "${first}"; "parley help" lists them`)
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) process.exit(error.exitCode)
    console.error(`parley: ${reasonOf(error)}`)
    process.exit(1)
  }
}

function describe(): Command {
  const program = new Command('parley')
    .description('The self-hosted backend for apps in which people talk, plan and play')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'parley: ')) })
  program
    .command('serve', { isDefault: true })
    .description('serve until told to stop (the default)')
    .action(serve)
  addDb(program.command('db').description('look after the database'))
  addUser(program.command('user').description('look after accounts'))
  addMail(program.command('mail').description('look at the mail that is sent'))
  addFake(program)
  program
    .command('import')
    .addArgument(new Argument('<dialect>', 'the backend that it is from').choices(dialectNames))
    .argument('<file>', 'JSON lines; what they hold is described in docs/dialects/moving-over.md')
    .description('take over people and what they have said from another backend; stop every server first')
    .action((dialect: DialectName, file: string) =>
      withHouse((house) => importDump(house, dialect, file, terminal)),
    )
  program
    .command('doctor')
    .description('say what is wrong with this installation, and what to do')
    .option('--clean', 'remove files that belong to nothing')
    .action(async ({ clean }) =>
      process.exit((await doctor(terminal, undefined, undefined, clean === true)) ? 0 : 1),
    )
  return program
}

function addDb(db: Command): void {
  db.command('status')
    .description('which database this is, its migrations and its log')
    .action(() => withDb((db) => showStatus(db, terminal)))
  db.command('upgrade')
    .description('apply the migrations that are missing, as every start does')
    .action(() => withNewDb((db) => upgradeDb(db, terminal)))
  db.command('downgrade')
    .description('take back the newest migration, with all data in its tables; stop every server first')
    .option('--yes', 'I mean it')
    .action(({ yes }) => withDb((db) => downgradeDb(db, yes === true, terminal)))
  db.command('migrate')
    .description(
      'for developers: write a migration that gives every database what this one was given by hand',
    )
    .requiredOption('-m, --message <words>', 'what it does; makes its name')
    .option('--empty', 'compare nothing, and write one to be filled in')
    .action((wanted: WantedMigration) => withDb((db) => migrateDb(db, wanted, terminal)))
  db.command('new-epoch')
    .description('after restoring a backup: tell clients that the log is not the one they knew')
    .addHelpText(
      'after',
      '\nClients remember how far they have read. In a restored database these numbers mean other things; with a new\n' +
        'epoch each client is told, once, to fetch its state anew. Running servers know the old epoch until they are\n' +
        'restarted: stop them before you restore, and start them after this. (With SQLite, a start notices by itself.)',
    )
    .action(() => withDb((db) => beginEpoch(db, terminal)))
}

function addUser(user: Command): void {
  const generate = () =>
    new Option('--generate', 'make a password and print it, instead of reading one from standard input')
  user
    .command('create <username>')
    .description('make an account; its password is read from standard input')
    .option('--email <address>')
    .option('--phone <number>')
    .option('--admin', 'an admin of this server; the first account always is')
    .addOption(generate())
    .action((name: string, options: NewAccount) =>
      withHouse((house) => createUser(house, name, options, terminal)),
    )
  user
    .command('reset-password <username>')
    .description('give an account another password, read from standard input, and end all its sessions')
    .addOption(generate())
    .action((name: string, options) =>
      withHouse((house) => resetUserPassword(house, name, options, terminal)),
    )
  user
    .command('list')
    .description('list accounts, the oldest first')
    .addOption(new Option('--state <state>').choices(['active', 'suspended', 'archived', 'deleted']))
    .action(({ state }) => withDb((db) => listUsers(db, state, terminal)))
}

function addMail(mail: Command): void {
  const language = () => new Option('--language <language>', 'en or fr').choices(['en', 'fr'])
  mail
    .command('preview')
    .argument('[template]', 'which mail')
    .description('show a mail as it would be sent; without its name, say which there are')
    .addOption(language())
    .option('--html', 'as HTML')
    .option('--text', 'as text')
    .option(
      '--out <folder>',
      'write it there, as HTML and text, in every language; without a name, all mails',
    )
    .action((template: string | undefined, options: PreviewOptions) =>
      previewMail(readConfig(), oneOf(templateNames, template), options, terminal),
    )
  mail
    .command('test <address>')
    .description('send a mail to an address, and say what the mail server answered')
    .addOption(language().default('en'))
    .action((address: string, options: { language: Language }) =>
      testMail(readConfig(), check(email, address, 'address'), options.language, terminal),
    )
}

function oneOf<T extends string>(names: readonly T[], name: string | undefined): T | undefined {
  const found = names.find((one) => one === name)
  if (name !== undefined && !found)
    throw new Error(`There is no mail "${name}"; there are ${names.join(', ')}`)
  return found
}

function addFake(program: Command): void {
  const seed = Math.floor(Math.random() * 1_000_000)
  program
    .command('fake')
    .description('fill the database with plausible people who have talked for a year, to try things out')
    .option('--users <n>', 'how many people', whole(2, 100_000), 50)
    .option('--messages <n>', 'how many messages', whole(0, 10_000_000), 5000)
    .option('--seed <n>', 'the same seed makes the same people say the same things', whole(0, 2 ** 31), seed)
    .option('--yes', 'also where there are accounts already')
    .action((wanted: Wanted) => withHouse((house) => fake(house, wanted, terminal)))
}

function whole(least: number, most: number) {
  return (text: string) => {
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`)
  }
}
