import { me, shown } from '../store/store.ts'
import { type Mark, marksOf } from './marks.ts'

/** A text with its simple marks and its links; everything in it is text, whatever it looks like. */
export function Marked({ text, mentions }: { text: string; mentions: string[] }) {
  const marks = marksOf(text)
  const only = marks.length === 1 && marks[0]!.is === 'text' && isFewEmoji(text)
  return (
    <>
      {only ? (
        <span class="big-emoji">{text}</span>
      ) : (
        marks.map((mark, i) => <Piece key={i} mark={mark} mentions={mentions} />)
      )}
    </>
  )
}

function Piece({ mark, mentions }: { mark: Mark; mentions: string[] }) {
  switch (mark.is) {
    case 'text':
      return <>{mark.text}</>
    case 'code':
      return <code dir="ltr">{mark.text}</code>
    case 'block':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the place must be scrolled by keyboard too
        <pre dir="ltr" tabIndex={0}>
          <code>{mark.text}</code>
        </pre>
      )
    case 'link':
      return (
        <a href={mark.text} dir="ltr" target="_blank" rel="noopener noreferrer nofollow ugc">
          {mark.text}
        </a>
      )
    case 'mention':
      return <Mention username={mark.username} text={mark.text} mentions={mentions} />
    default: {
      const inner = mark.marks.map((one, i) => <Piece key={i} mark={one} mentions={mentions} />)
      if (mark.is === 'bold') return <strong>{inner}</strong>
      return mark.is === 'italic' ? <em>{inner}</em> : <s>{inner}</s>
    }
  }
}

/** Only who was really mentioned stands out. */
function Mention({ username, text, mentions }: { username: string; text: string; mentions: string[] }) {
  const { people } = shown.value
  const folded = username.toLowerCase()
  const id = mentions.find((one) => people[one]?.username.toLowerCase() === folded)
  if (!id) return <>{text}</>
  return <span class={id === me.value?.id ? 'mentioned me' : 'mentioned'}>{text}</span>
}

const emoji =
  /^(?:\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\u{FE0F}|\u{200D})*|\p{Regional_Indicator}{2}|\s)+$/u

function isFewEmoji(text: string): boolean {
  return text.length <= 24 && emoji.test(text) && text.trim() !== ''
}
