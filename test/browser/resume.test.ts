import { story } from './story.ts'

story('after many cuts and restarts, two pages show what the server has', 'cuts-and-restarts.mjs', {
  seconds: 150,
  thorough: true,
})
