/** Who is in the pictures. Nobody of them lives. */
export interface Player {
  username: string
  name: string
  about?: string
  /** How a portrait is drawn; without one there are the first letters of the name. */
  portrait?: {
    skin: string
    hair: string
    ground: string
    shirt: string
    cut: 'short' | 'long' | 'bun' | 'curls'
  }
}

export const cast: Player[] = [
  {
    username: 'maya',
    name: 'Maya Okafor',
    about: 'Bridges by day, beans by evening. I answer slowly, but I answer.',
    portrait: { skin: '#8d5a3c', hair: '#241a17', ground: '#f2c879', shirt: '#2f6f62', cut: 'curls' },
  },
  {
    username: 'tom',
    name: 'Tomás Rivera',
    about: 'Plot 14, bed 3. If the gate is open, there is tea.',
    portrait: { skin: '#d9a07a', hair: '#3a2a22', ground: '#a9c8b4', shirt: '#b5533c', cut: 'short' },
  },
  {
    username: 'ines',
    name: 'Inès Laurent',
    about: 'Photographe, surtout le matin.',
    portrait: { skin: '#f0c9ad', hair: '#8a4b2a', ground: '#c9b8dc', shirt: '#3d4f7c', cut: 'bun' },
  },
  {
    username: 'lena',
    name: 'Léna Morvan',
    portrait: { skin: '#f3d2bb', hair: '#d8a657', ground: '#b9d3e6', shirt: '#7b3f61', cut: 'long' },
  },
  {
    username: 'kofi',
    name: 'Kofi Mensah',
    portrait: { skin: '#6b4330', hair: '#1d1715', ground: '#e8b7a1', shirt: '#e0b040', cut: 'short' },
  },
  {
    username: 'noor',
    name: 'نور حدّاد',
    about: 'مصورة ومحبة للبحر.',
    portrait: { skin: '#d8a988', hair: '#2b2222', ground: '#9fc7c9', shirt: '#c76b58', cut: 'long' },
  },
  { username: 'priya', name: 'Priya Raman' },
  { username: 'sam', name: 'Sam Whitlock', about: 'Back pain and good ideas.' },
  { username: 'jonas', name: 'Jonas Weber' },
  { username: 'yael', name: 'יעל מזרחי' },
  { username: 'aoife', name: 'Aoife Byrne' },
  { username: 'robin', name: 'Robin' },
  { username: 'bert', name: 'Bargain Bert' },
  { username: 'maximiliana', name: 'Maximiliana Theodora von Hohenstein-Wittgenburg zu Sayn-Altenkirchen' },
]

/** Who looks at the page. */
export const viewer = 'maya'
