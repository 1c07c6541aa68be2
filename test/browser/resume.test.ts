import { story } from './story.ts'

story('after 50 cuts and restarts, two pages show what the server has', 'cuts-and-restarts.mjs', {
  seconds: 150,
})
