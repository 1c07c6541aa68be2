const SIDE = 256

const hairs = {
  short: ['', 'M78 118c-4-52 22-74 52-74s54 24 48 74c-10-22-22-32-50-32s-42 12-50 32z'],
  long: [
    'M66 214c-10-96 2-172 62-172s72 76 62 172z',
    'M76 128c0-40 20-60 52-60s52 20 52 60c-16-26-34-34-58-36-14 10-34 18-46 36z',
  ],
  bun: [
    'M128 12a26 26 0 0 1 0 52 26 26 0 0 1 0-52z',
    'M78 122c-2-50 20-74 50-74s52 24 50 74c-10-24-26-36-50-36s-40 12-50 36z',
  ],
  curls: [
    'M128 30c26-8 46 8 50 24 20 8 26 34 16 50 8 20-2 40-16 46H78c-14-6-24-26-16-46-10-16-4-42 16-50 4-16 24-32 50-24z',
    'M80 112c2-30 20-44 48-44s46 14 48 44c-14-14-28-20-48-20s-34 6-48 20z',
  ],
}

const path = (d, fill) => `<path d="${d}" fill="${fill}"/>`

/** Somebody, as an SVG. */
function portrait({ skin, hair, ground, shirt, cut }) {
  const [behind, before] = hairs[cut]
  return [
    `<rect width="${SIDE}" height="${SIDE}" fill="${ground}"/>`,
    path(behind, hair),
    path('M28 256c4-56 44-72 100-72s96 16 100 72z', shirt),
    path('M106 160h44v30c0 26-44 26-44 0z', skin),
    `<ellipse cx="128" cy="124" rx="48" ry="58" fill="${skin}"/>`,
    path(before, hair),
  ]
}

const places = {
  garden: [
    `<rect width="${SIDE}" height="${SIDE}" fill="#cfe3c4"/>`,
    path('M0 168h256v88H0z', '#7a553c'),
    path('M128 176c-6-40-2-72 0-96 2 24 6 56 0 96z', '#3f7a4c'),
    path(
      'M126 120c-44 2-58-22-62-44 34-2 58 12 62 44zM130 100c2-34 26-50 60-50-2 26-22 48-60 50z',
      '#4f9a5e',
    ),
    path('M52 178c-4-16-2-28 0-36 4 10 6 22 0 36zM206 178c-4-16-2-28 0-36 4 10 6 22 0 36z', '#3f7a4c'),
  ],
  club: [
    `<rect width="${SIDE}" height="${SIDE}" fill="#31476b"/>`,
    path('M128 88c-24-18-56-22-84-18v112c28-4 60 0 84 18 24-18 56-22 84-18V70c-28-4-60 0-84 18z', '#f3e9d6'),
    path('M124 88h8v112h-8z', '#c9b693'),
  ],
  choir: [
    `<rect width="${SIDE}" height="${SIDE}" fill="#8a3b52"/>`,
    path('M96 70l88-20v110a26 20 0 1 1-16-18V92l-56 12v78a26 20 0 1 1-16-18z', '#f7dfd6'),
  ],
}

/** Draws all pictures in the browser, as PNG. */
async function draw(browser, drawings) {
  const page = await browser.newPage({ viewport: { width: SIDE, height: SIDE } })
  const drawn = []
  for (const parts of drawings) {
    await page.setContent(
      `<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${parts.join('')}</svg>`,
    )
    drawn.push(await page.screenshot())
  }
  await page.close()
  return drawn
}

/** Gives everybody a face, and some groups a sign. */
export async function givePictures(browser, { url, tokens, portraits, chats, viewer }) {
  const wanted = [
    ...portraits.map((one) => [one.username, '/users/me/picture', portrait(one.portrait)]),
    [viewer, `/chats/${chats.garden}/picture`, places.garden],
    ['aoife', `/chats/${chats.club}/picture`, places.club],
    ['lena', `/chats/${chats.choir}/picture`, places.choir],
  ]
  const drawn = await draw(
    browser,
    wanted.map(([, , parts]) => parts),
  )
  for (const [i, [who, path]] of wanted.entries()) {
    const headers = { Authorization: `Bearer ${tokens[who]}` }
    const answer = await fetch(`${url}/api/v1${path}`, { method: 'PUT', headers, body: drawn[i] })
    if (!answer.ok) throw new Error(`${who} ${path}: ${await answer.text()}`)
  }
}
