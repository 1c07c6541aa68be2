import { signal } from '@preact/signals'

/** Whether the sheet with the keys is shown. */
export const sheetOpen = signal(false)
