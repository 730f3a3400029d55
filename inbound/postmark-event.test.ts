import { expect, it } from 'vitest'
import { parsePostmarkEvent } from './postmark-event.ts'

const bounceWith = (text: string) => JSON.stringify({ RecordType: 'Bounce', ID: 1, Description: text })

it('reads an event whose text contains a backslash before u0000', () => {
  for (const text of ['\\u0000', 'a \\\\u0000 b', 'C:\\u0000\\']) {
    expect(parsePostmarkEvent(bounceWith(text))).toMatchObject({ RecordType: 'Bounce', ID: 1 })
  }
})

it('refuses an event with a NUL, escaped or not', () => {
  for (const text of ['\0', '\\\0', 'a\0b', '\\\\\0']) {
    expect(parsePostmarkEvent(bounceWith(text))).toBeUndefined()
  }
  expect(parsePostmarkEvent('{"RecordType": "Bounce"}\0')).toBeUndefined()
  expect(parsePostmarkEvent('{"RecordType": "Bounce", "ID": "\\u0000"}')).toBeUndefined()
})
