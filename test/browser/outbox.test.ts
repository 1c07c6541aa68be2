import { story } from './story.ts'

story('what alice writes in two tabs is sent once', 'two-tabs.mjs')
story('the server fails at one message, and the others go on', 'server-fails.mjs')
