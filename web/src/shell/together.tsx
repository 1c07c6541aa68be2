import '../store/together-entries.ts'
import '../events/style.ts'
import { EventsRoom } from '../events/events-room.tsx'
import { ProjectsRoom } from '../project/projects-room.tsx'

interface Props {
  room: 'projects' | 'events'
  part: string
  more: string
  query: URLSearchParams
}

/** What people do with each other: the rooms for projects and events. */
export function Together({ room, ...rest }: Props) {
  return room === 'projects' ? <ProjectsRoom {...rest} /> : <EventsRoom {...rest} />
}
