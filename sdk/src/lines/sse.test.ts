import { expect, test } from 'bun:test'
import { eventReader } from './sse.ts'

const text =
  'retry: 2000\n: welcome\n\nid: a.1\ndata: {"seq":1}\n\n: still here\n\nid: a.2\r\nevent: ready\r\ndata: x\r\ndata: y\r\n\r\nevent: signal\ndata\n\n'
const events = [
  { name: '', id: 'a.1', data: '{"seq":1}' },
  { name: 'ready', id: 'a.2', data: 'x\ny' },
  { name: 'signal', id: 'a.2', data: '' },
]

test('events are read alike however the text is cut', () => {
  for (const size of [1, 2, 3, 7, 1000]) {
    const heard: object[] = []
    const take = eventReader((event) => heard.push(event))
    for (let at = 0; at < text.length; at += size) take(text.slice(at, at + size))
    expect(heard).toEqual(events)
  }
})
