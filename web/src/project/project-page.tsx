import { useAt } from '../line/fresh.ts'
import { Described } from '../message/described.tsx'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { chatPath } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import { said } from '../words/together.ts'
import { fullDate } from '../words/words.ts'
import { API, type Project, projectPath } from './project.ts'
import { ProjectForm } from './project-form.tsx'
import { ProjectPeople } from './project-people.tsx'
import { ProjectSteering } from './project-steering.tsx'

/** One project of mine, as it is now; or its form. */
export function OneProject({ id, editing }: { id: string; editing: boolean }) {
  const { now, problem } = useAt<Project>(`${API}/${id}`, `project:${id}`)
  if (problem)
    return (
      <div class="page">
        <PageHead title={said.projects} back="/app/projects" />
        <Empty title={said.projectGone} lead={said.projectGoneLead} />
      </div>
    )
  if (!now) return null
  return editing && now.role === 'owner' ? <ProjectForm project={now} /> : <ProjectPage project={now} />
}

/** What it is about, who is in it, and what can be done. */
function ProjectPage({ project }: { project: Project }) {
  const { id, title, description, chat_id, role, archived_at, created_at } = project
  return (
    <div class="page">
      <PageHead title={title} back={archived_at ? '/app/projects?shelf=archive' : '/app/projects'}>
        {role === 'owner' && (
          <a class="button small" href={`${projectPath(id)}/edit`}>
            <Icon shape="edit" size={16} />
            {said.edit}
          </a>
        )}
      </PageHead>
      <div class="page-body project-page">
        {archived_at !== null && <p class="notice">{said.archivedSince(fullDate.format(archived_at))}</p>}
        <Described text={description} />
        <p class="facts soft">
          {said.youAre(said.parts[role])} · {said.since(fullDate.format(created_at))}
        </p>
        <div class="steering">
          <a class="button primary small" href={chatPath(chat_id)}>
            <Icon shape="send" size={16} />
            {said.openChat}
          </a>
          <a class="button small" href={`/app/events/new?chat=${chat_id}`}>
            <Icon shape="calendar" size={16} />
            {said.planEvent}
          </a>
        </div>
        <ProjectPeople project={project} />
        <ProjectSteering project={project} />
      </div>
    </div>
  )
}
