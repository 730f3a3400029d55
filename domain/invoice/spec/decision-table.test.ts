import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { outcomesPage } from '../../../dev/outcomes-page.ts'
import { type Command, COMMANDS, type Situation, SITUATIONS } from './situations.ts'
import { decide, fold, REFUSALS } from '../index.ts'
import { OUTCOMES } from './decision-table.ts'

const situations = Object.keys(SITUATIONS) as Situation[]

/** The outcome in the words of the table. */
function outcomeOf(command: Command, situation: Situation): string {
  const decision = decide(fold(SITUATIONS[situation]), COMMANDS[command])
  if ('refused' in decision) return `refused: ${decision.refused}`
  return decision.events.map(({ type }) => type).join(' + ') || 'nothing'
}

describe('an invoice does what the table says', () => {
  it.each(Object.keys(COMMANDS) as Command[])('when told: %s', (command) => {
    const found = Object.fromEntries(
      situations.map((situation) => [situation, outcomeOf(command, situation)]),
    )
    expect(found).toEqual(OUTCOMES[command])
  })

  it('in the situations that the table names', () => {
    const statuses = situations.map((situation) => fold(SITUATIONS[situation]).status)
    expect(new Set(statuses)).toEqual(new Set(['draft', 'sent', 'viewed', 'overdue', 'paid', 'void']))
    const { link, onHoldSince } = fold(SITUATIONS['on hold'])
    expect({ state: link?.status, isHeld: onHoldSince !== undefined }).toEqual({
      state: 'active',
      isHeld: true,
    })
    expect(fold(SITUATIONS['link expired']).link?.status).toBe('expired')
    expect(fold(SITUATIONS['at the bank']).link?.status).toBe('locked')
    expect(fold(SITUATIONS['paid twice'])).toMatchObject({ amountOverpaid: '10000', amountDue: '0' })
    expect(fold(SITUATIONS['part paid'])).toMatchObject({ amountPaid: '3000', amountDue: '7000' })
  })

  it('which knows no refusal that is not on the closed list', () => {
    const refused = Object.values(OUTCOMES)
      .flatMap((row) => Object.values(row))
      .flatMap((outcome) => /^refused: (.*)$/.exec(outcome)?.[1] ?? [])
    const known: readonly string[] = REFUSALS
    expect(refused.filter((code) => !known.includes(code))).toEqual([])
  })

  it('as the docs print it', () => {
    const page = readFileSync(new URL('../../../docs/outcomes.md', import.meta.url), 'utf8')
    expect(page).toBe(outcomesPage())
  })
})
