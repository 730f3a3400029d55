import { MAGIC_AMOUNTS, type Scenario } from '../../bank/model/scenario.ts'
import { fine } from './amounts.ts'

/**
 * The scenario an amount stands for: the same amounts as at the TrueLayer side, in any currency. What the client is
 * asked for before its payer gets to the bank is left out, as Token.io's own pages ask for it.
 */
export function scenarioOf({ value }: { value: string }): Scenario | undefined {
  const tenThousandths = fine(value)
  if (tenThousandths % 100n !== 0n) return undefined
  const { flow, ...scenario } = MAGIC_AMOUNTS[Number(tenThousandths / 100n)] ?? { flow: 'redirect' }
  return flow ? undefined : scenario
}
