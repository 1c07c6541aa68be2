/** How large a picture is shown in a message, in CSS pixels, and never smaller than a finger. */
const WIDEST = 320
const HIGHEST = 340
const LEAST = 112

export interface Box {
  width: number
  ratio: number
}

/** The room that a picture takes, known before it is there, so that nothing moves when it comes. */
export function boxOf(width: number | null, height: number | null): Box {
  if (!width || !height) return { width: WIDEST, ratio: 4 / 3 }
  const scale = Math.min(1, WIDEST / width, HIGHEST / height)
  const [w, h] = [Math.max(LEAST, width * scale), Math.max(LEAST, height * scale)]
  return { width: Math.round(w), ratio: Math.round((w / h) * 1000) / 1000 }
}
