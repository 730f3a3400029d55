import { expect, it } from 'vitest'
import { changedFields } from './change-words.ts'

it('shows each field that differs, also inside an object, and none that is the same', () => {
  const before = { time_zone: 'Europe/London', account: { type: 'iban', sortCode: 'A', holder: 'Ada' } }
  const after = { time_zone: 'Europe/London', account: { type: 'iban', holder: 'Eve' }, events: ['a', 'b'] }
  expect(changedFields({ before, after })).toEqual([
    { label: 'Account sort code', from: 'A', to: '–' },
    { label: 'Account holder', from: 'Ada', to: 'Eve' },
    { label: 'Events', from: '–', to: 'a, b' },
  ])
  expect(changedFields({ before: null, after: { steps: [{ days: 3, isOn: true }] } })).toEqual([
    { label: 'Steps 1 days', from: '–', to: '3' },
    { label: 'Steps 1 is on', from: '–', to: 'yes' },
  ])
})

it('says of a rotation that the secret is new, and until when the earlier one works', () => {
  const before = { secrets: [{ id: 'whe_1', expiresAt: null }] }
  const after = {
    secrets: [
      { id: 'cmd_2', expiresAt: null },
      { id: 'whe_1', expiresAt: '2026-12-01' },
    ],
  }
  expect(changedFields({ before, after })).toEqual([
    { label: 'Secret', from: 'the earlier one', to: 'a new one' },
    { label: 'The earlier secret works until', from: '–', to: '2026-12-01' },
  ])
})
