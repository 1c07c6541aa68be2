/** A house in which something of everything has happened: alice, bob, cleo and dora with a group, a chat of two, and what was said. */
export async function furnish(scripter) {
  const names = { alice: 'Alice Lind', bob: 'Bob Osei', cleo: 'Cleo Marin', dora: 'Dora Vass' }
  const people = {}
  for (const [username, name] of Object.entries(names)) people[username] = await scripter(username, { name })
  const { alice, bob, cleo, dora } = people

  const group = await alice.ask('POST', '/api/v1/chats', {
    title: 'Walking club',
    member_ids: [bob.id, cleo.id],
  })
  const direct = await alice.ask('PUT', `/api/v1/chats/direct/${bob.id}`)
  const said = (one, text, more = {}) =>
    one.ask('POST', `/api/v1/chats/${group.id}/messages`, { text, ...more })
  const path = ({ id }) => `/api/v1/chats/${group.id}/messages/${id}`

  const walnuts = await said(alice, 'Who brings the walnuts?')
  await said(bob, 'Not me, @alice', { reply_to_id: walnuts.id })
  const deleted = await said(cleo, 'Wrong chat')
  await cleo.ask('DELETE', path(deleted))
  const edited = await said(
    cleo,
    'I do. See https://example.org/walnuts, *bold*, _italic_, ~gone~ and `code`',
  )
  await cleo.ask('PATCH', path(edited), {
    text: 'I do. See https://example.org/walnuts, *bold*, _italic_ and `code`',
  })
  await said(bob, '```\nlet a = "a block of code that is longer than any line of a phone is wide"\n```')
  await said(bob, 'שלום, מה שלומך?')
  await said(cleo, '🎉')
  for (const one of [alice, bob])
    await one.ask('PUT', `${path(walnuts)}/reactions/${encodeURIComponent('👍')}`)
  await alice.ask('PUT', `${path(edited)}/pin`)
  await alice.ask('POST', `/api/v1/chats/${direct.id}/messages`, { text: 'Good morning' })
  await bob.ask('POST', `/api/v1/chats/${direct.id}/messages`, { text: 'Good morning, Alice' })
  const media_ids = []
  for (const name of ['photo.jpg', 'photo.png', 'video.webm', 'sound.webm', 'photo.avif'])
    media_ids.push((await alice.upload(name)).id)
  await alice.ask('POST', `/api/v1/chats/${direct.id}/messages`, { text: '', media_ids })
  await alice.ask('PUT', `/api/v1/users/me/blocks/${dora.id}`)
  await alice.ask('POST', `/api/v1/chats/${group.id}/invites`, { expires_in: 86_400 })
  const others = await cleo.ask('POST', '/api/v1/chats', { title: 'Chess', member_ids: [] })
  const { code } = await cleo.ask('POST', `/api/v1/chats/${others.id}/invites`, {})
  return { ...people, group, direct, invite: code, walnuts }
}
