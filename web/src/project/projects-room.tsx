import { ProjectForm } from './project-form.tsx'
import { ProjectList } from './project-list.tsx'
import { OneProject } from './project-page.tsx'

interface Props {
  /** '' for all of them, 'new', or the id of one. */
  part: string
  more: string
  query: URLSearchParams
}

/** Everything about projects: mine, one of them, making and changing one. */
export function ProjectsRoom({ part, more, query }: Props) {
  if (part === '') return <ProjectList isArchive={query.get('shelf') === 'archive'} />
  if (part === 'new') return <ProjectForm />
  return <OneProject key={part} id={part} editing={more === 'edit'} />
}
