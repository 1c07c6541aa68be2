import { said } from '../words/together.ts'
import { words } from '../words/words.ts'

const tabs = [
  ['calendar', '/app/events'],
  ['past', '/app/events?shelf=past'],
  ['projects', '/app/projects'],
  ['archive', '/app/projects?shelf=archive'],
] as const

/** From one of the rooms to another. */
export function RoomTabs({ at }: { at: (typeof tabs)[number][0] }) {
  return (
    <nav class="tabs" aria-label={words.together}>
      {tabs.map(([name, href]) => (
        <a key={name} href={href} aria-current={name === at ? 'page' : undefined}>
          {said.tabs[name]}
        </a>
      ))}
    </nav>
  )
}
