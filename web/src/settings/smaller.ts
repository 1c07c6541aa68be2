import { words } from '../words/words.ts'

const SIDE = 512

/** The middle of a picture as a small square. It loses what it knew of the camera and the place. @throws Error for what is no picture */
export async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(words.notAPicture)
  })
  const side = Math.min(picture.width, picture.height)
  const size = Math.min(side, SIDE)
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2]
  const paper = canvas.getContext('2d')!
  paper.imageSmoothingQuality = 'high'
  paper.drawImage(picture, left, top, side, side, 0, 0, size, size)
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(words.notAPicture))),
      'image/webp',
      0.85,
    ),
  )
}
