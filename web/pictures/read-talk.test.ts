import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cast } from './cast.ts'
import { readTalk } from './read-talk.ts'

const today = Date.UTC(2026, 10, 20)

test('a script is read as its first lines say', () => {
  const script = `# nothing
= walk "Sunday walk": ada ben
-1 09:05 ada: Who
  | comes?
  * lake.png map.pdf
  + 👍 ben
---
-0 10:00 ben: Me
  > Who
  ~ Me!
  ! ada
-0 10:01 ben: Oops
  x
= ben: ada ben`
  const [walk, ben] = readTalk(script, today)
  expect(walk).toEqual({
    key: 'walk',
    title: 'Sunday walk',
    people: ['ada', 'ben'],
    read: 1,
    said: [
      {
        by: 'ada',
        at: Date.UTC(2026, 10, 19, 9, 5),
        text: 'Who\ncomes?',
        along: ['lake.png', 'map.pdf'],
        reactions: [{ emoji: '👍', by: ['ben'] }],
      },
      {
        by: 'ben',
        at: Date.UTC(2026, 10, 20, 10),
        text: 'Me',
        answers: 'Who',
        edited: 'Me!',
        pinnedBy: 'ada',
        reactions: [],
      },
      { by: 'ben', at: Date.UTC(2026, 10, 20, 10, 1), text: 'Oops', deleted: true, reactions: [] },
    ],
  })
  expect(ben).toEqual({
    key: 'ben',
    title: '',
    people: ['ada', 'ben'],
    read: Number.POSITIVE_INFINITY,
    said: [],
  })
})

test('whoever says or does something in the pictures is there, and what is answered was said before', () => {
  const talks = readTalk(readFileSync(join(import.meta.dir, 'talk.txt'), 'utf8'), today)
  const names = cast.map(({ username }) => username)
  for (const { people, said } of talks) {
    expect(people.filter((name) => !names.includes(name))).toEqual([])
    for (const [i, one] of said.entries()) {
      const doing = [
        one.by,
        ...one.reactions.flatMap(({ by }) => by),
        ...(one.pinnedBy ? [one.pinnedBy] : []),
      ]
      expect(doing.filter((name) => !people.includes(name))).toEqual([])
      expect(one.at).toBeGreaterThanOrEqual(said[i - 1]?.at ?? 0)
      if (one.answers)
        expect(said.slice(0, i).some(({ text }) => text.startsWith(one.answers as string))).toBe(true)
    }
  }
  expect(talks.flatMap(({ said }) => said).length).toBeGreaterThan(50)
})
