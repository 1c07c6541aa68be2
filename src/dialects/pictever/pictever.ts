import type { Dialect } from '../dialect.ts'
import { manner, spoken } from '../manner.ts'
import { accountCalls } from './account.ts'
import { contactCalls } from './contacts.ts'
import { futureCalls } from './future.ts'
import { receivingCalls } from './receiving.ts'

/** Its clients look at the status alone. Where there is a reason to tell, it stands in the body. */
export const refusing = manner(
  'pictever',
  ({ message }, status) => (status === 401 || status === 406 ? undefined : { error: message }),
  { conflict: 406 },
)

/** Messages to the future: forms, a cookie, and lists that are JSON inside of forms. */
export const pictever: Dialect = {
  name: 'pictever',
  endpoints: (room) =>
    spoken(refusing, [
      ...accountCalls(room),
      ...futureCalls(room),
      ...receivingCalls(room),
      ...contactCalls(room),
    ]),
}
