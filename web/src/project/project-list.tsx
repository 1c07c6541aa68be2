import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useAt } from '../line/fresh.ts'
import { plainOf } from '../message/marks.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Empty } from '../pieces/empty.tsx'
import { Icon } from '../pieces/icon.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { RoomTabs } from '../shell/room-tabs.tsx'
import { said } from '../words/together.ts'
import { count } from '../words/words.ts'
import { API, type NumberedPage, type Part, type Project, projectPath } from './project.ts'

const SETTLE_MS = 150
const PER_PAGE = 20

/** My projects, or those that were put away; by a part of the title, and by what I am in them. */
export function ProjectList({ isArchive }: { isArchive: boolean }) {
  const typed = useSignal('')
  const filter = useSignal('')
  const role = useSignal<Part | ''>('')
  const page = useSignal(1)
  useEffect(() => {
    const timer = setTimeout(() => {
      filter.value = typed.value.trim()
      page.value = 1
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [typed.value])
  useEffect(() => {
    page.value = 1
  }, [isArchive])
  const query = new URLSearchParams({
    page: String(page.value),
    per_page: String(PER_PAGE),
    archived: String(isArchive),
    ...(filter.value && { filter_by: filter.value }),
    ...(role.value && { role: role.value }),
  })
  const { now, problem } = useAt<NumberedPage<Project>>(`${API}?${query}`, 'projects')
  useEffect(() => {
    // What stood on this page may be gone meanwhile.
    if (problem && page.value > 1) page.value = 1
  }, [problem])
  const isNarrowed = filter.value !== '' || role.value !== ''
  return (
    <div class="page">
      <PageHead title={said.projects}>
        <a class="button primary small" href="/app/projects/new">
          <Icon shape="plus" size={16} />
          {said.newProject}
        </a>
      </PageHead>
      <RoomTabs at={isArchive ? 'archive' : 'projects'} />
      <div class="page-body projects">
        <div class="narrowing">
          <div class="filter">
            <Icon shape="search" size={18} />
            <input
              type="search"
              aria-label={said.findProject}
              placeholder={said.findProject}
              onInput={(event) => (typed.value = event.currentTarget.value)}
            />
          </div>
          <select
            aria-label={said.myPart}
            value={role.value}
            onChange={(event) => {
              role.value = event.currentTarget.value as Part | ''
              page.value = 1
            }}
          >
            <option value="">{said.anyPart}</option>
            {(['owner', 'coach', 'participant'] as const).map((part) => (
              <option key={part} value={part}>
                {said.asPart[part]}
              </option>
            ))}
          </select>
        </div>
        <ul>
          {now?.data.map((project) => (
            <li key={project.id}>
              <ProjectRow project={project} />
            </li>
          ))}
        </ul>
        {now && now.pages > 1 && <Pager page={now} n={page.value} onTurn={(to) => (page.value = to)} />}
        {now?.total === 0 && isNarrowed && <p class="soft pad">{said.noSuchProject}</p>}
        {now?.total === 0 && !isNarrowed && isArchive && <p class="soft pad">{said.noneArchived}</p>}
        {now?.total === 0 && !isNarrowed && !isArchive && (
          <Empty title={said.noProjects} lead={said.noProjectsLead}>
            <a class="button primary" href="/app/projects/new">
              {said.newProject}
            </a>
          </Empty>
        )}
      </div>
    </div>
  )
}

function ProjectRow({ project }: { project: Project }) {
  const { id, title, description, role, member_count } = project
  return (
    <a class="row project-row" href={projectPath(id)}>
      <Avatar id={id} name={title} picture={null} size={44} />
      <span class="row-title">
        <bdi>{title}</bdi>
      </span>
      <span class="role">{said.parts[role]}</span>
      <span class="row-text" dir="auto">
        {plainOf(description) || said.people(count(member_count), member_count)}
      </span>
      {description && <span class="row-time">{said.people(count(member_count), member_count)}</span>}
    </a>
  )
}

interface PagerProps {
  page: NumberedPage<Project>
  n: number
  onTurn: (to: number) => void
}

function Pager({ page, n, onTurn }: PagerProps) {
  return (
    <nav class="pager" aria-label={said.pages}>
      <button type="button" class="button small" disabled={!page.has_prev} onClick={() => onTurn(n - 1)}>
        {said.previous}
      </button>
      <span class="soft">{said.pageOf(count(n), count(page.pages))}</span>
      <button type="button" class="button small" disabled={!page.has_next} onClick={() => onTurn(n + 1)}>
        {said.next}
      </button>
    </nav>
  )
}
