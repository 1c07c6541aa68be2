import { story } from './story.ts'

story('alice holds a phone', 'on-a-phone.mjs')
story('alice has no mouse', 'by-keyboard.mjs')
story('axe finds nothing on any page', 'accessible.mjs', { seconds: 180, thorough: true })
