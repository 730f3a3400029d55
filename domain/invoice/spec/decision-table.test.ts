import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { outcomesPage } from '../../../dev/outcomes-page.ts'
import { decide, fold, REFUSALS } from '../index.ts'
import { OUTCOMES } from './decision-table.ts'
import { type Command, COMMANDS, type Situation, SITUATIONS } from './situations.ts'

const situations = Object.keys(SITUATIONS) as Situation[]
const commands = Object.keys(COMMANDS) as Command[]

function outcomeOf(command: Command, situation: Situation): string {
  const decision = decide(fold(SITUATIONS[situation]), COMMANDS[command])
  if ('refused' in decision) return `refused: ${decision.refused}`
  return decision.events.map(({ type }) => type).join(' + ') || 'nothing'
}

function cellsOf(command: Command): [string, string][] {
  return Object.entries(OUTCOMES[command]).flatMap(([outcome, names]) =>
    names.split(', ').map((situation): [string, string] => [situation, outcome]),
  )
}

describe('the decision table', () => {
  it.each(commands)('names each situation once for the command: %s', (command) => {
    expect(
      cellsOf(command)
        .map(([situation]) => situation)
        .toSorted(),
    ).toEqual(situations.toSorted())
  })

  it.each(commands)('states the answer of `decide` in each situation to the command: %s', (command) => {
    const found = situations.map((situation) => [situation, outcomeOf(command, situation)])
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(cellsOf(command)))
  })

  it('covers every invoice status, and builds each situation according to its name', () => {
    const statuses = situations.map((situation) => fold(SITUATIONS[situation]).status)
    expect(new Set(statuses)).toEqual(new Set(['draft', 'sent', 'viewed', 'overdue', 'paid', 'void']))
    const { link, onHoldSince } = fold(SITUATIONS['on hold'])
    expect({ link: link?.status, isHeld: onHoldSince !== undefined }).toEqual({
      link: 'active',
      isHeld: true,
    })
    expect(fold(SITUATIONS['link expired']).link?.status).toBe('expired')
    expect(fold(SITUATIONS['at the bank']).link?.status).toBe('locked')
    expect(fold(SITUATIONS['paid twice'])).toMatchObject({ amountOverpaid: 10_000, amountDue: 0 })
    expect(fold(SITUATIONS['part paid'])).toMatchObject({ amountPaid: 3000, amountDue: 7000 })
  })

  it('contains only refusals of the closed list', () => {
    const refused = commands
      .flatMap((command) => Object.keys(OUTCOMES[command]))
      .flatMap((outcome) => /^refused: (.*)$/.exec(outcome)?.[1] ?? [])
    const known: readonly string[] = REFUSALS
    expect(refused.filter((code) => !known.includes(code))).toEqual([])
  })

  it('matches the table in docs/outcomes.md', () => {
    const page = readFileSync(new URL('../../../docs/outcomes.md', import.meta.url), 'utf8')
    expect(page).toBe(outcomesPage())
  })
})
