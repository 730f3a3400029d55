import { expect, it } from 'vitest'
import { createPresses } from './presses.ts'

it('runs one press of an invoice, joins presses at the same bank and refuses others', async () => {
  const presses = createPresses<string>()
  const started: string[] = []
  const first = Promise.withResolvers<string>()
  const start = (name: string) => async () => {
    started.push(name)
    return first.promise
  }
  const one = presses.press('inv_1', 'pebble', start('one'))
  const same = presses.press('inv_1', 'pebble', start('same'))
  expect(presses.press('inv_1', 'harbour', start('other bank'))).toBeUndefined()
  const other = presses.press('inv_2', 'harbour', start('other invoice'))
  expect(presses.bankOf('inv_1')).toBe('pebble')
  first.resolve('at the bank')
  expect(await Promise.all([one, same, other])).toEqual(Array(3).fill('at the bank'))
  expect(started).toEqual(['one', 'other invoice'])
  expect(presses.bankOf('inv_1')).toBeUndefined()
})

it('takes the next press after one failed', async () => {
  const presses = createPresses<string>()
  await expect(
    presses.press('inv_1', 'pebble', async () => Promise.reject(new Error('away'))),
  ).rejects.toThrow('away')
  expect(await presses.press('inv_1', 'harbour', async () => 'done')).toBe('done')
})
