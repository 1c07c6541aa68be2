import { Problem } from '../../problem.ts'

/** A picture without what it says of the place and the camera; how it looks is the same to the last bit. */
export interface CleanPicture {
  bytes: Buffer
  /** As it is to be shown: turned the right way up. */
  width: number
  height: number
}

/** More pixels than any camera of today makes; unpacked, fifty megapixels take 200 MB of whoever looks at them. */
export const MOST_PIXELS = 50 * 2 ** 20

export function damaged(what: string): Problem {
  return new Problem('unsupported', `The picture is damaged: ${what}`)
}

/** Far more than there are in a long animation; a file of nothing but small pieces would fill the memory with their places. */
const MOST_PIECES = 100_000

/** @throws Problem unsupported */
export function requireFew(pieces: { length: number }): void {
  if (pieces.length > MOST_PIECES) throw damaged('it is in too many pieces')
}

/** @throws Problem unsupported for a picture that would unpack into more than anybody wants to hold */
export function requireSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw damaged('it has no size')
  if (width * height > MOST_PIXELS)
    throw new Problem(
      'unsupported',
      `A picture may have ${MOST_PIXELS} pixels, but this one has ${width} × ${height}`,
    )
}

/** Values of the EXIF tag Orientation from 5 on stand for a picture that lies on its side. */
export function upright(width: number, height: number, orientation: number) {
  return orientation >= 5 ? { width: height, height: width } : { width, height }
}
