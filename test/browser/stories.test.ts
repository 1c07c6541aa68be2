import { story } from './story.ts'

story('two people sign up, find each other and talk', 'two-people-talk.mjs')
story('the server dies in mid-conversation, and everything arrives once, in order', 'server-dies.mjs', {
  thorough: true,
})
story('alice goes offline, writes, opens the page anew, and comes back', 'goes-offline.mjs')
story('alice sends bob photos, a file that is cut on its way, and a sound', 'media.mjs', {
  thorough: true,
})
story('a session is ended from elsewhere, and nothing stays where it was', 'session-ends.mjs', {
  thorough: true,
})
story('alice lets her browser tell her of messages, and no longer', 'told.mjs', { thorough: true })
story('alice confirms her number, finds bob by his, and sets what is hers', 'settings.mjs', {
  thorough: true,
})
story('alice in French, bob in English', 'in-french.mjs', { thorough: true })
story('alice mutes what bob says, but for what is meant for her', 'mutes.mjs', { thorough: true })
story('alice writes to the future, and bob opens her letter', 'writes-ahead.mjs')
story('alice makes a project and plans a supper, and cleo gets the place that bob gives up', 'together.mjs', {
  thorough: true,
})
story('alice and bob play, cleo looks on, and the server dies in the middle', 'games.mjs')
