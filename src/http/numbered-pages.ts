import { notFound } from '../problem.ts'
import { wholeNumber, z } from './schemas.ts'

const MOST_PER_PAGE = 100
const MOST = 999_999_999

/** Query parameters of lists whose pages have numbers: 1, 2, 3 … Who wants more on a page than there can be gets that. */
export const numberedQuery = {
  page: wholeNumber(1, MOST).default(1),
  per_page: wholeNumber(1, MOST)
    .transform((many) => Math.min(many, MOST_PER_PAGE))
    .default(10)
    .openapi({ type: 'integer', minimum: 1, maximum: MOST, description: `At most ${MOST_PER_PAGE} count` }),
}

/** A page with a number. `next` and `prev` are addresses on this server; at the ends, of this very page. */
export function numberedPageOf<T extends z.ZodType>(item: T) {
  return z.object({
    total: z.number().int(),
    pages: z.number().int(),
    has_next: z.boolean(),
    has_prev: z.boolean(),
    next: z.string(),
    prev: z.string(),
    data: z.array(item),
  })
}

export interface Numbered {
  page: number
  per_page: number
}

/** Where in the list a page begins. */
export const offsetOf = ({ page, per_page }: Numbered) => (page - 1) * per_page

/** Puts a page together; `request` is what it was asked for with. @throws Problem not_found beyond the last page */
export function toNumberedPage<Item>(
  request: Pick<Request, 'url'>,
  { page, per_page }: Numbered,
  total: number,
  data: Item[],
) {
  const pages = Math.ceil(total / per_page)
  if (page > Math.max(pages, 1)) throw notFound('page')
  const has_next = page < pages
  const has_prev = page > 1
  const at = (n: number) => {
    const { pathname, searchParams } = new URL(request.url)
    searchParams.set('page', String(n))
    searchParams.set('per_page', String(per_page))
    return `${pathname}?${searchParams}`
  }
  return {
    total,
    pages,
    has_next,
    has_prev,
    next: at(has_next ? page + 1 : page),
    prev: at(has_prev ? page - 1 : page),
    data,
  }
}
