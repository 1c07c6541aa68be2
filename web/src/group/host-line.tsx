import { Icon } from '../pieces/icon.tsx'
import { said } from '../words/together.ts'

/** What a chat belongs to, which decides who is in it and what it is called. */
export function HostLine({ host, title }: { host: string; title: string }) {
  const [kind, id] = host.split(':')
  if (kind !== 'project' && kind !== 'event') return null
  const isProject = kind === 'project'
  return (
    <p class="notice good host-line">
      <Icon shape={isProject ? 'people' : 'calendar'} size={18} />
      <span>
        {isProject ? said.belongsToProject : said.belongsToEvent}{' '}
        <a href={isProject ? `/app/projects/${id}` : `/app/events/${id}`}>
          <bdi>{title}</bdi>
        </a>
      </span>
    </p>
  )
}
