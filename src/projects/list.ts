import { sql } from 'kysely'
import { holdsText } from '../db/holds-text.ts'
import type { Db } from '../db/open.ts'
import { type Numbered, numberedQuery, offsetOf, toNumberedPage } from '../http/numbered-pages.ts'
import { text, z } from '../http/schemas.ts'
import { nameKey } from '../users/names.ts'
import { Part, roles } from './project.ts'
import { type Mine, projectsOf, viewProjects } from './view.ts'

export const ProjectQuery = z.strictObject({
  ...numberedQuery,
  filter_by: text(255).optional().openapi({ description: 'Part of the title; case makes no difference' }),
  archived: z
    .enum(['true', 'false'])
    .default('false')
    .openapi({ description: 'Those that were put away, instead of the others' }),
  role: Part.optional().openapi({ description: 'Only those in which I am this' }),
})
type Wanted = z.output<typeof ProjectQuery> & Numbered

/** My projects, the newest first. @throws Problem not_found beyond the last page */
export async function listProjects(
  { reader, slowly }: Db,
  userId: string,
  wanted: Wanted,
  request: Pick<Request, 'url'>,
) {
  const mine = narrowed(projectsOf(reader, userId), wanted)
  const { many } = await mine.select(sql<number>`count(*)`.as('many')).executeTakeFirstOrThrow()
  const rows: Mine[] = await mine
    .selectAll('projects')
    .select(['members.role', 'chats.member_count'])
    .orderBy('projects.created_at', 'desc')
    .orderBy('projects.id', 'desc')
    .limit(wanted.per_page)
    .offset(offsetOf(wanted))
    .execute()
  return toNumberedPage(request, wanted, many, await viewProjects(reader, userId, rows, slowly))
}

function narrowed(query: ReturnType<typeof projectsOf>, { filter_by, archived, role }: Wanted) {
  const part = nameKey(filter_by ?? '')
  return query
    .where('projects.archived_at', archived === 'true' ? 'is not' : 'is', null)
    .$if(role !== undefined, (q) => q.where('members.role', '=', roles[role!]))
    .$if(part !== '', (q) => q.where(holdsText(part, 'projects.title_key')))
}
