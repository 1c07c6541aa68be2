import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const SIZE: Record<string, [width: number, height: number]> = {
  lake: [1600, 1067],
  hut: [960, 1280],
  table: [1200, 1200],
}

const path = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`
const sun = (x: number, y: number, r: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`

/** Drawn in a square of 100, of which the middle is seen. */
const drawings: Record<string, string[]> = {
  lake: [
    path('M0 0h100v100H0z', '#f6d7b0'),
    sun(68, 42, 7, '#fff3d6'),
    path('M0 52L18 36l12 10 16-18 20 22 12-10 22 18v10H0z', '#7d8fa8'),
    path('M0 58l24-12 18 8 22-10 36 16v8H0z', '#4e6a73'),
    path('M0 60h100v40H0z', '#8fb3b8'),
    path('M56 62h24l-3 3h-18zM60 70h16l-2 2H62zM63 77h10l-1 2h-8z', '#f3e3c0'),
    path('M0 84c20-6 34 4 56 0s30-2 44-4v20H0z', '#3c5a4c'),
    path('M22 86c-4-10-2-20 1-26 2 8 4 16 1 26zM29 86c-3-8-1-15 1-20 2 6 3 12 1 20z', '#24402f'),
  ],
  hut: [
    path('M0 0h100v100H0z', '#bcd6e6'),
    path('M0 60L30 22l16 20 14-16 40 40v34H0z', '#8ea3b5'),
    path('M30 22l7 9-5 3-4-3-4 2zM60 26l7 8-5 3-4-3-3 1z', '#ffffff'),
    path('M0 74c30-8 60-2 100-10v36H0z', '#7fa065'),
    path('M38 62h28v18H38z', '#7a4f35'),
    path('M34 63l18-13 18 13z', '#4d3222'),
    path('M48 68h7v12h-7z', '#f4cf7e'),
    path('M10 84l5-24 5 24zM80 82l5-26 6 26z', '#355a3a'),
  ],
  table: [
    path('M0 0h100v100H0z', '#d9b48a'),
    path('M0 24h100v2H0zM0 52h100v2H0zM0 78h100v2H0z', '#c79d70'),
    sun(38, 46, 22, '#f7f3ea'),
    sun(38, 46, 15, '#f0b35b'),
    path('M28 42c8-10 22-2 20 8-6 8-22 4-20-8z', '#c6552f'),
    sun(74, 30, 10, '#ffffff'),
    sun(74, 30, 7, '#5b3a26'),
    path('M66 62l18-4 3 18-18 4z', '#8fae6a'),
  ],
}

/** A photo that nobody took, or one of the files that the tests have. */
export async function scene(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const [stem = ''] = name.split('.')
  if (name.endsWith('.pdf')) return new TextEncoder().encode('%PDF-1.7 '.padEnd(248_000, '.'))
  const parts = drawings[stem]
  if (!parts) return new Uint8Array(readFileSync(join(import.meta.dir, '../../test/media', name)))
  const [width, height] = SIZE[stem]!
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" width="${width}" height="${height}">${parts.join('')}</svg>`
  const { default: sharp } = await import('sharp')
  return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer())
}
