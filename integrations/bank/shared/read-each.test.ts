import { expect, it } from 'vitest'
import { countUnreadable, logUnreadable } from './read-each.ts'

it('counts the unreadable items of each list, and passes each log line on', () => {
  const counted: unknown[] = []
  const logged: string[] = []
  const log = countUnreadable(
    (_, event) => void logged.push(event),
    (labels, items) => void counted.push([labels, items]),
  )
  logUnreadable(log, 'tokenio', 'banks', { read: 5, unreadable: 2 })
  logUnreadable(log, 'truelayer', 'statement', { read: 5, unreadable: 0 })
  log({ rail: 'truelayer' }, 'rail.request_refused')
  expect(counted).toEqual([[{ rail: 'tokenio', list: 'banks' }, 2]])
  expect(logged).toEqual(['rail.items_unreadable', 'rail.request_refused'])
})
