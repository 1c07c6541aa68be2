import { expect, test } from 'bun:test'
import { readNumbers } from './read-numbers.ts'

test('numbers are found with their names before or after them, and other lines passed over', () => {
  const pasted = [
    'Bob Osei +33 6 12 34 56 78',
    '06.12.34.56.79; "Cleo, Marin"',
    '(020) 7946-0018',
    'Nobody',
    '',
    '٠١٢٣٤٥٦٧٨٩\tنور',
    '12',
  ].join('\r\n')
  expect(readNumbers(pasted)).toEqual([
    { phone: '+33 6 12 34 56 78', name: 'Bob Osei' },
    { phone: '06.12.34.56.79', name: 'Cleo Marin' },
    { phone: '(020) 7946-0018' },
    { phone: '٠١٢٣٤٥٦٧٨٩', name: 'نور' },
  ])
})

test('cards of a telephone give each number of each person, with folded lines and groups', () => {
  const cards = [
    'BEGIN:VCARD\nVERSION:3.0\nN:Osei;Bob\nFN:Bob\\, the\n  builder\nitem1.TEL;TYPE=CELL:+33612345678\nTEL;VALUE=uri:tel:+44-20-7946-0018\nEND:VCARD',
    'BEGIN:VCARD\r\nFN:No number\r\nEMAIL:x@example.org\r\nEND:VCARD',
  ].join('\r\n')
  expect(readNumbers(cards)).toEqual([
    { phone: '+33612345678', name: 'Bob, the builder' },
    { phone: '+44-20-7946-0018', name: 'Bob, the builder' },
  ])
})
