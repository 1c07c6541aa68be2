import { effect, untracked } from '@preact/signals'
import { toast } from '../pieces/toast.tsx'
import { place } from '../route.ts'
import { shown } from '../store/store.ts'
import { said } from '../words/games.ts'

const told = new Set<string>()

/** Who is invited while he is elsewhere in the page is told once. */
effect(() => {
  for (const { id, role, name } of Object.values(shown.value.games?.rooms ?? {})) {
    if (role !== 'invited' || told.has(id)) continue
    told.add(id)
    untracked(() => {
      if (place.value.at !== 'games') toast(said.toldInvited(name))
    })
  }
})
