import type { EntityClass } from '@mikro-orm/core'
import type { PaymentAttemptRow, RefundRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'

export async function noteCheck<Row extends PaymentAttemptRow | RefundRow>(
  em: EntityManager,
  entity: EntityClass<Row>,
  id: string,
  testClockOffsetMs: number,
): Promise<Row> {
  const row = await em.findOneOrFail<PaymentAttemptRow | RefundRow>(entity, { id })
  row.lastCheckedAt = new Date(Date.now() + testClockOffsetMs)
  await em.flush()
  return row as Row
}
