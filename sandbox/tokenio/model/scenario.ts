import { MAGIC_AMOUNTS, type Scenario } from '../../bank/model/scenario.ts'
import { fine } from './amounts.ts'

/** The amount can be in any currency. An amount for steps before the bank gives undefined. */
export function scenarioOf({ value }: { value: string }): Scenario | undefined {
  const tenThousandths = fine(value)
  if (tenThousandths % 100n !== 0n) return undefined
  const { flow, ...scenario } = MAGIC_AMOUNTS[Number(tenThousandths / 100n)] ?? { flow: 'redirect' }
  return flow ? undefined : scenario
}
