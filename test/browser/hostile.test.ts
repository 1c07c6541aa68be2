import { story } from './story.ts'

story('whatever people say and are called is shown as text', 'hostile-content.mjs', {
  seconds: 150,
  thorough: true,
})
