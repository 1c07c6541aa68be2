import { day } from '../../src/clock.ts'
import type { Place } from './future.ts'

/** Projects of the viewer, which were made before anything was said; answers what is where. */
export async function beginProjects({ as, now, viewer, user }: Place) {
  const at = now - 49 * day
  const project = (by: string, title: string, description: string, coaches: string[], others: string[]) =>
    as(by, at, 'POST', '/projects', {
      ...{ title, description, coaches: coaches.map(user), participants: others.map(user) },
    })
  const bridge = await project(
    viewer,
    'A footbridge over the brook',
    'Eight metres of larch, *before spring*. Tomás has the drawings; wood comes from the old barn.',
    ['tom'],
    ['kofi', 'ines', 'maximiliana'],
  )
  const about = 'Five minutes, no words.'
  const film = await project('ines', 'A film about the allotments', about, [], [viewer, 'tom'])
  await project('tom', 'Compost, properly', '', [viewer], ['sam'])
  const shed = await project(viewer, 'The shed', 'Painted, at last.', [], ['tom'])
  await as(viewer, at, 'PUT', `/projects/${shed.id}/archive`)
  return { bridge: bridge.id, film: film.id, shed: shed.id, chat: bridge.chat_id } as Record<string, string>
}

/** What is planned with her; answers what is where. */
export async function planEvents({ as, now, viewer, chat }: Place, projects: Record<string, string>) {
  const zone = 'UTC'
  const plan = (by: string, title: string, date: string, time: string, more: object = {}) =>
    as(by, now, 'POST', '/events', { title, date, time, zone, ...more })
  const answer = (name: string, { id }: { id: string }, what: string) =>
    as(name, now, 'PUT', `/events/${id}/answer`, { answer: what })

  const supper = await plan('tom', 'Supper at the long table', '2026-11-27', '7:30 - 10pm', {
    ...{ venue: 'Plot 14', address: 'Allotments by the canal, second gate', capacity: 2 },
    description: 'Soup, bread and whatever the beds still give. *Bring a spoon.*',
    chat_id: projects.chat,
  })
  for (const name of ['ines', viewer]) await answer(name, supper, 'yes')
  await answer('kofi', supper, 'yes')
  await answer('maximiliana', supper, 'maybe')
  await as(viewer, now, 'PUT', `/events/${supper.id}/reminders`, { minutes_before: [60, 1440] })

  const choir = await plan('priya', 'Rehearsal', '2026-11-24', '19h30 - 21h', {
    ...{ chat_id: chat('choir'), repeat: { rule: 'FREQ=WEEKLY;BYDAY=TU' }, venue: 'St Mary, upstairs' },
  })
  await answer(viewer, choir, 'yes')
  const tour = await plan('kofi', 'The tower by lamplight', '2026-11-28', 'when it gets dark', {
    ...{ capacity: 1, venue: 'Water tower' },
  })
  await answer('lena', tour, 'yes')
  await answer(viewer, tour, 'yes')
  await plan('ines', 'Exposition : le matin', '2026-11-27', '18h', {
    end_date: '2026-11-29',
    venue: 'Galerie du Port',
  })
  await plan('jonas', 'Jumble sale', '2026-11-27', '10am - 4pm', { venue: 'School yard' })
  const market = await plan('jonas', 'Christmas market', '2026-12-05', 'noon - 8pm', { venue: 'Town square' })
  await as('jonas', now, 'POST', `/events/${market.id}/cancel`)
  await plan('tom', 'Apple pressing', new Date(now - 20 * day).toISOString().slice(0, 10), '11am', {
    venue: 'Plot 14',
  })
  const open = await plan(viewer, 'Open day at the shed', '2026-12-12', '2pm - 5pm', { venue: 'Plot 14' })
  const ids = { supper, choir, tour, market, open }
  return { ...projects, ...Object.fromEntries(Object.entries(ids).map(([key, { id }]) => [key, id])) }
}
