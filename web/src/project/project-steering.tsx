import { useSignal } from '@preact/signals'
import { wordsOf } from '../line/line.ts'
import { Icon } from '../pieces/icon.tsx'
import { Sure } from '../pieces/sure.tsx'
import { toast } from '../pieces/toast.tsx'
import { go } from '../route.ts'
import { said } from '../words/together.ts'
import { archive, erase, leave } from './deeds.ts'
import type { Project } from './project.ts'

/** The ways out of a project: to put it away, to leave it, to delete it. */
export function ProjectSteering({ project }: { project: Project }) {
  const asking = useSignal<'leave' | 'delete' | null>(null)
  const close = () => (asking.value = null)
  const turn = () => archive(project, !project.archived).catch((refusal) => toast(wordsOf(refusal)))
  async function end(work: Promise<unknown>) {
    await work
    go('/app/projects', { instead: true })
  }
  if (project.role !== 'owner')
    return (
      <div class="steering last">
        <button type="button" class="button small danger" onClick={() => (asking.value = 'leave')}>
          {said.leaveProject}
        </button>
        {asking.value && (
          <Sure
            title={said.leaveSure}
            lead={said.leaveLead}
            yes={said.leaveProject}
            onYes={() => end(leave(project))}
            onClose={close}
          />
        )}
      </div>
    )
  return (
    <div class="steering last">
      <button type="button" class="button small" onClick={turn}>
        <Icon shape="save" size={16} />
        {project.archived ? said.unarchive : said.archive}
      </button>
      <button type="button" class="button small danger" onClick={() => (asking.value = 'delete')}>
        <Icon shape="trash" size={16} />
        {said.deleteProject}
      </button>
      {asking.value && (
        <Sure
          title={said.deleteSure}
          lead={said.deleteLead}
          yes={said.deleteProject}
          onYes={() => end(erase(project))}
          onClose={close}
        />
      )}
    </div>
  )
}
