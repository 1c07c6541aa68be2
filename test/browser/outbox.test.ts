import { story } from './story.ts'

story('what alice writes in two tabs is sent once', 'two-tabs.mjs', { thorough: true })
story('the server fails at one message, and the others go on', 'server-fails.mjs', { thorough: true })
