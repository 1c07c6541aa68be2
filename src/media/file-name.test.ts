import { expect, test } from 'bun:test'
import { cleanName } from './file-name.ts'
import { ANYTHING } from './formats/sniff.ts'

const file = (name: string) => cleanName(name, ANYTHING)

test('a name is one that anybody can keep a file under, wherever it comes from', () => {
  expect(file('notes.txt')).toBe('notes.txt')
  expect(file('Ünïcödé 日本語 👩‍👧.txt')).toBe('Ünïcödé 日本語 👩‍👧.txt')
  for (const [given, kept] of [
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/absolute/x.txt', 'x.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['   ', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\r\nSet-Cookie: x=1', 'aSet-Cookie_ x=1'],
    ['a\0b', 'ab'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['a\u200bb\ufeffc', 'abc'],
    ['what?<"*|>.txt', 'what______.txt'],
    ['ends. . .', 'ends'],
    ['\ud800half', '\ufffdhalf'],
    ['e\u0301.txt', '\u00e9.txt'],
  ])
    expect([given, file(given!)]).toEqual([given, kept!])
  expect(file(`${'x'.repeat(500)}.tar`)).toBe(`${'x'.repeat(116)}.tar`)
  expect([...file('👍'.repeat(500))]).toHaveLength(120)
})

test('its ending fits what it is, so that nobody takes a picture for a program', () => {
  expect(cleanName('a.jpg', 'image/jpeg')).toBe('a.jpg')
  expect(cleanName('a.JPEG', 'image/jpeg')).toBe('a.JPEG')
  expect(cleanName('a.exe', 'image/jpeg')).toBe('a.exe.jpg')
  expect(cleanName('photo', 'image/png')).toBe('photo.png')
  expect(cleanName('', 'audio/webm')).toBe('audio.weba')
  expect(cleanName('x'.repeat(300), 'video/mp4')).toBe(`${'x'.repeat(116)}.mp4`)
})
