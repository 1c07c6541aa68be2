import { story } from './story.ts'

story('alice holds a phone', 'on-a-phone.mjs', { thorough: true })
story('alice has no mouse', 'by-keyboard.mjs', { thorough: true })
story('axe finds nothing on any page', 'accessible.mjs', { seconds: 180, thorough: true })
