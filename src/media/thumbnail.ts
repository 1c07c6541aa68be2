/** What is used of `sharp`, which may be installed or not. */
interface Sharp {
  (bytes: Buffer, options: object): Pipeline
  concurrency(threads: number): void
  cache(options: boolean): void
  versions: Record<string, string>
}

interface Pipeline {
  autoOrient(): Pipeline
  resize(options: object): Pipeline
  timeout(options: { seconds: number }): Pipeline
  webp(options: object): Pipeline
  toBuffer(): Promise<Buffer>
}

export const THUMBNAIL_TYPE = 'image/webp'
const MOST_PIXELS_A_SIDE = 480
const QUALITY = 75
const PATIENCE_SECONDS = 10
/** HEIC needs a decoder that is not free. */
const shrinkable = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'])

let loaded: Promise<Sharp | undefined> | undefined

/** Not by its name, so that it is not looked for when an executable is made. */
async function load(name: string): Promise<Sharp | undefined> {
  try {
    const sharp = ((await import(name)) as { default: Sharp }).default
    sharp.concurrency(1)
    sharp.cache(false)
    return sharp
  } catch {
    return undefined
  }
}

/** The version of what makes thumbnails, if it is there. */
export async function thumbnailer(): Promise<string | undefined> {
  loaded ??= load('sharp')
  return (await loaded)?.versions.sharp
}

/** A small picture of a picture, without its metadata; undefined where none can be made. */
export async function makeThumbnail(
  bytes: Buffer,
  contentType: string,
  most: number,
): Promise<Buffer | undefined> {
  loaded ??= load('sharp')
  const sharp = await loaded
  if (!sharp || !shrinkable.has(contentType)) return undefined
  try {
    return await sharp(bytes, { limitInputPixels: most, sequentialRead: true, failOn: 'none' })
      .autoOrient()
      .resize({
        width: MOST_PIXELS_A_SIDE,
        height: MOST_PIXELS_A_SIDE,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .timeout({ seconds: PATIENCE_SECONDS })
      .webp({ quality: QUALITY })
      .toBuffer()
  } catch {
    // Its head is whole, but not what follows: it is kept, and shown as far as it goes.
    return undefined
  }
}
