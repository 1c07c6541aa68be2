import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { IconButton } from '../pieces/icon-button.tsx'
import { lazy } from '../pieces/lazy.tsx'
import { words } from '../words/words.ts'
import type { Tray } from './tray.ts'

const AttachMenu = lazy(async () => (await import('../later.ts')).AttachMenu)

/** The paper clip: photos, files, and what is made on the spot. */
export function AttachButton({ tray, onDone }: { tray: Tray; onDone?: () => void }) {
  const chooser = useRef<HTMLInputElement>(null)
  const beside = useSignal<DOMRect | null>(null)
  const add = (files: Iterable<File>) => {
    tray.add(files)
    onDone?.()
  }
  return (
    <>
      <IconButton
        shape="clip"
        label={words.attach}
        onClick={(event) => (beside.value = event.currentTarget.getBoundingClientRect())}
      />
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          currentTarget.value = ''
          if (files.length > 0) add(files)
        }}
      />
      {beside.value && (
        <AttachMenu
          beside={beside.value}
          onChoose={() => chooser.current?.click()}
          onFile={(file) => add([file])}
          onClose={() => (beside.value = null)}
        />
      )}
    </>
  )
}

/** What is pasted besides words; then the words of it, if there are any, are not meant. */
export function pastedFiles({ clipboardData }: ClipboardEvent): File[] {
  const files = [...(clipboardData?.files ?? [])]
  // Office programs put a picture of the text beside the text.
  return clipboardData?.types.includes('text/plain') ? [] : files
}

/** Files may be dropped anywhere on the chat. */
export function useDrop(inside: { current: HTMLElement | null }, tray: Tray): void {
  useEffect(() => {
    const chat = inside.current?.closest<HTMLElement>('.chat')
    if (!chat) return
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files')
    function over(event: DragEvent) {
      if (!hasFiles(event)) return
      event.preventDefault()
      chat!.dataset.dropping = words.dropHere
    }
    function away(event: DragEvent) {
      if (!chat!.contains(event.relatedTarget as Node | null)) delete chat!.dataset.dropping
    }
    function drop(event: DragEvent) {
      delete chat!.dataset.dropping
      if (!hasFiles(event)) return
      event.preventDefault()
      tray.add(event.dataTransfer!.files)
    }
    const heard = { dragover: over, dragleave: away, drop } as const
    for (const [kind, hear] of Object.entries(heard)) chat.addEventListener(kind as 'drop', hear)
    return () => {
      for (const [kind, hear] of Object.entries(heard)) chat.removeEventListener(kind as 'drop', hear)
    }
  }, [tray])
}
