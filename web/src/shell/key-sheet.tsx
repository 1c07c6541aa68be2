import { Dialog } from '../pieces/dialog.tsx'
import { keys } from '../words/keys.ts'
import { sheetOpen } from './sheet-open.ts'

const sheet: [title: string, rows: [keys: string, what: string][]][] = [
  [
    keys.everywhere,
    [
      ['?', keys.help],
      ['/ · Ctrl+K', keys.search],
      ['N', keys.newChat],
      ['Alt+↓ · Alt+↑', keys.nextChat],
      ['Alt+Shift+↓', keys.nextUnread],
      ['I', keys.info],
      ['Esc', keys.back],
    ],
  ],
  [
    keys.writing,
    [
      ['Enter', keys.send],
      ['Shift+Enter', keys.newLine],
      ['↑', keys.editLast],
      ['Ctrl+↑', keys.messages],
    ],
  ],
  [
    keys.onMessage,
    [
      ['R', keys.reply],
      ['+', keys.react],
      ['E', keys.edit],
      ['C', keys.copy],
      ['P', keys.pin],
      ['Del', keys.remove],
      ['Enter', keys.menu],
      ['End', keys.end],
      ['Tab', keys.compose],
    ],
  ],
]

/** Everything that the keyboard can do. */
export function KeySheet() {
  return (
    <Dialog title={keys.title} onClose={() => (sheetOpen.value = false)} wide>
      <div class="key-sheet">
        {sheet.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(' · ').map((one) => (
                      <kbd key={one}>{one}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
