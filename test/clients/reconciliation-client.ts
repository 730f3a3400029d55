import { randomUUID } from 'node:crypto'
import type { AccountOutcome, ReconciliationResult } from '../../activities/reconciliation/types.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import type { ReconciliationInput } from '../../workflows/reconciliation/contract.ts'
import type { reconciliationWorkflow } from '../../workflows/reconciliation/workflow.ts'
import { call, createInvoice, pressPay } from './client.ts'
import type { World } from '../support/harness.ts'
import { untilStatus } from '../support/wait.ts'

export async function reconcile(world: World, input: ReconciliationInput = {}): Promise<AccountOutcome[]> {
  return world.client.workflow.execute<typeof reconciliationWorkflow>('reconciliationWorkflow', {
    taskQueue: world.taskQueue,
    workflowId: `reconciliation-${randomUUID()}`,
    args: [{ recheckDelayMs: 100, ...input }],
  })
}

export function accountOf(
  outcomes: AccountOutcome[],
  currency: string,
  rail = 'truelayer',
  mode: Mode = 'test',
): ReconciliationResult | undefined {
  const outcome = outcomes.find((one) => one.rail === rail && one.mode === mode && one.currency === currency)
  return outcome && 'findings' in outcome ? outcome : undefined
}

export function kindsFor(
  outcomes: AccountOutcome[],
  invoiceId: string,
  currency = 'GBP',
  rail?: string,
): string[] | undefined {
  return accountOf(outcomes, currency, rail)
    ?.findings.filter((finding) => finding.invoiceId === invoiceId)
    .map(({ kind }) => kind)
}

interface FindingJson {
  id: string
  kind: string
  invoice: string
  amount_at_bank: number | null
  resolved_at: string | null
  acknowledged_at: string | null
  note: string | null
}

interface MerchantView {
  accounts: { rail: string; currency: string; until: string }[]
  findings: FindingJson[]
}

export async function merchantView(world: World): Promise<MerchantView> {
  return (await call<MerchantView>(world, 'GET', '/v1/reconciliation')).json
}

export async function findingOn(
  world: World,
  invoiceId: string,
  kind?: string,
): Promise<FindingJson | undefined> {
  return (await merchantView(world)).findings.find(
    (finding) => finding.invoice === invoiceId && (kind === undefined || finding.kind === kind),
  )
}

/** Returns milliseconds since 1970. */
export async function comparedUntil(
  world: World,
  currency: string,
  rail = 'truelayer',
): Promise<number | undefined> {
  const { accounts } = await merchantView(world)
  const account = accounts.find((one) => one.rail === rail && one.currency === currency)
  return account && Date.parse(account.until)
}

export async function metrics(world: World): Promise<string> {
  return (await fetch(world.metricsUrl)).text()
}

export async function payInKroner(world: World): Promise<string> {
  const { id, link } = await createInvoice(world, { currency: 'DKK' })
  const { location } = await pressPay(link?.url ?? '', 'sandbox-klitbanken')
  const [address = '', query = ''] = location.split('?')
  await fetch(`${address}/decision?${query}`, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'authorise', account: 'current' }),
    redirect: 'manual',
  })
  await untilStatus(world, id, 'paid')
  return id
}
