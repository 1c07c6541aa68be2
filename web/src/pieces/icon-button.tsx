import type { ComponentChildren, JSX } from 'preact'
import { Icon, type Shape } from './icon.tsx'

type Props = Omit<JSX.IntrinsicElements['button'], 'icon'> & {
  shape: Shape
  label: string
  children?: ComponentChildren
}

/** A button that shows a drawing; its name is read out, and shown on hovering. */
export function IconButton({ shape, label, children, class: more, ...rest }: Props) {
  return (
    <button type="button" class={`icon-button ${more ?? ''}`} aria-label={label} title={label} {...rest}>
      <Icon shape={shape} />
      {children}
    </button>
  )
}
