import { withPendingMark } from '../../../clients/pending-commands.ts'
import { activeRecurring, type ErasureBlocker, eraseCustomer } from '../../../db/customers/erase.ts'
import type { CustomerRow } from '../../../db/entities/index.ts'
import { deterministicId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { byRequest, type MerchantActor } from '../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem, type ProblemCode } from '../../http/errors/problem.ts'

const BLOCKED = {
  invoice: 'customer_has_open_invoices',
  recurring: 'customer_has_recurring_invoices',
  payment: 'customer_has_payments',
  import: 'customer_in_import',
} as const satisfies Record<ErasureBlocker, ProblemCode>

interface Erasure {
  commandId: string
  actor: MerchantActor
  force: boolean
  key: string | undefined
}

/** @throws Problem `customer_has_…`, `customer_in_import` */
export async function erase(
  deps: Pick<ApiDeps, 'recurring'>,
  em: EntityManager,
  customer: CustomerRow,
  { commandId, actor, force, key }: Erasure,
): Promise<void> {
  if (force) await endRecurring(deps, em, customer, { commandId, actor })
  const blocker = await eraseCustomer(em, customer, { force, key, cause: byRequest({ actor, commandId }) })
  if (blocker) throw new Problem(BLOCKED[blocker])
}

async function endRecurring(
  { recurring }: Pick<ApiDeps, 'recurring'>,
  em: EntityManager,
  customer: CustomerRow,
  { commandId, actor }: Pick<Erasure, 'commandId' | 'actor'>,
): Promise<void> {
  const { merchantId } = customer
  for (const id of await activeRecurring(em, customer)) {
    const command = { type: 'end', commandId: deterministicId('cmd', `${commandId} ${id}`), actor } as const
    const result = await withPendingMark(
      em,
      { workflow: 'recurring_invoice', id, merchantId },
      (knownEvents) => recurring.command({ id, merchantId }, command, knownEvents),
    )
    if (result.outcome === 'refused' && result.refused !== 'recurring_ended')
      throw new Problem(result.refused)
  }
}
