import { signal } from '@preact/signals'
import type { Media } from '../store/things.ts'

/** What is looked at before everything else, and what may be looked at from there by the arrow keys. */
export interface Viewing {
  id: string
  among: Media[]
}

export const viewing = signal<Viewing | null>(null)

export const isSeen = ({ kind }: Media) => kind === 'image' || kind === 'video'
