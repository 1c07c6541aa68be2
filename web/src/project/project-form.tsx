import { useSignal } from '@preact/signals'
import { useId, useState } from 'preact/hooks'
import { ParleyProblem } from '../../../sdk/src/parley.ts'
import { wordsOf } from '../line/line.ts'
import { ChoosePeople } from '../people/choose-people.tsx'
import { Field } from '../pieces/field.tsx'
import { go } from '../route.ts'
import { PageHead } from '../shell/page-head.tsx'
import type { User } from '../store/things.ts'
import { said } from '../words/together.ts'
import { words } from '../words/words.ts'
import { create, edit } from './deeds.ts'
import { type Project, projectPath } from './project.ts'

/** Makes a project with its people, or gives one another title and description. */
export function ProjectForm({ project: now }: { project?: Project }) {
  // As it was when I began: what others change meanwhile is not undone by what stands here.
  const [project] = useState(now)
  const title = useSignal(project?.title ?? '')
  const description = useSignal(project?.description ?? '')
  const people = useSignal<User[]>([])
  const problem = useSignal('')
  const busy = useSignal(false)
  const id = useId()

  async function submit(event: Event) {
    event.preventDefault()
    if (busy.value) return
    busy.value = true
    const draft = { title: title.value.trim(), description: description.value.trim() }
    try {
      const participants = people.value.map((user) => user.id)
      const done = await (project ? edit(project, draft) : create(draft, [], participants))
      go(projectPath(done.id), { instead: true })
    } catch (refusal) {
      const isStale = refusal instanceof ParleyProblem && refusal.problem.code === 'stale'
      problem.value = isStale ? said.stale : wordsOf(refusal)
    } finally {
      busy.value = false
    }
  }

  return (
    <div class="page">
      <PageHead
        title={project ? said.editProject : said.newProject}
        back={project ? projectPath(project.id) : '/app/projects'}
      />
      <form class="page-body" onSubmit={submit}>
        <Field
          label={said.projectTitle}
          value={title.value}
          maxLength={255}
          required
          autofocus
          problem={problem.value || undefined}
          onInput={(event) => (title.value = event.currentTarget.value)}
        />
        <div class="field">
          <label for={id}>{said.description}</label>
          <textarea
            id={id}
            dir="auto"
            rows={4}
            maxLength={10_000}
            value={description.value}
            onInput={(event) => (description.value = event.currentTarget.value)}
          />
        </div>
        {!project && (
          <section>
            <h2>{said.whoTakesPart}</h2>
            <ChoosePeople chosen={people.value} onChange={(chosen) => (people.value = chosen)} />
          </section>
        )}
        <div class="page-foot">
          <span class="soft">{people.value.length > 0 && words.chosen(people.value.length)}</span>
          <button type="submit" class="button primary" disabled={busy.value || title.value.trim() === ''}>
            {project ? words.save : said.create}
          </button>
        </div>
      </form>
    </div>
  )
}
