import { story } from './story.ts'

story('alice reads a long chat, and nothing jumps', 'nothing-jumps.mjs', { thorough: true })
