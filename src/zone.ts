/**
 * The name of a time zone as it is kept, or undefined for what is none: a name of the IANA database, in any case, or an
 * old name of it. Offsets such as +01:00 are no zones: they know no summer.
 */
export function zoneName(text: string): string | undefined {
  if (!/^[A-Za-z][\w+\-/]{1,63}$/.test(text)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}
