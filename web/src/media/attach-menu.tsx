import './style.ts'
import { useSignal } from '@preact/signals'
import { Menu } from '../pieces/menu.tsx'
import { mediaWords } from '../words/media.ts'
import { words } from '../words/words.ts'
import { Camera } from './camera.tsx'
import { Recorder } from './recorder.tsx'

interface Props {
  beside: DOMRect
  /** Opens the browser's own dialog for files. */
  onChoose: () => void
  onFile: (file: File) => void
  onClose: () => void
}

/** The ways to attach something: a file that is there, or a photo or sound that is made now. */
export function AttachMenu({ beside, onChoose, onFile, onClose }: Props) {
  const making = useSignal<'photo' | 'sound' | null>(null)
  if (making.value === 'photo') return <Camera onFile={onFile} onClose={onClose} />
  if (making.value === 'sound') return <Recorder onFile={onFile} onClose={onClose} />
  return (
    <Menu
      label={words.attach}
      beside={beside}
      // A menu closes before it acts; then what was chosen takes its place.
      onClose={() => queueMicrotask(() => making.value || onClose())}
      choices={[
        { label: mediaWords.photoOrFile, shape: 'picture', act: onChoose },
        { label: mediaWords.takePhoto, shape: 'camera', act: () => (making.value = 'photo') },
        { label: mediaWords.recordSound, shape: 'mic', act: () => (making.value = 'sound') },
      ]}
    />
  )
}
