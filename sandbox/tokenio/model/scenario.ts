import { MAGIC_AMOUNTS, type Scenario } from '../../bank/model/scenario.ts'
import { fine } from './amounts.ts'

export function scenarioOf({ value }: { value: string }): Scenario | undefined {
  const tenThousandths = fine(value)
  if (tenThousandths % 100n !== 0n) return undefined
  const { flow, ...scenario } = MAGIC_AMOUNTS[Number(tenThousandths / 100n)] ?? { flow: 'redirect' }
  return flow ? undefined : scenario
}
