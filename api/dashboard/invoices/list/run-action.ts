import { logFailure } from '../../../../clients/outages.ts'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import type { MerchantActor } from '../../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../../deps.ts'
import { Problem } from '../../../http/errors/problem.ts'
import { unavailablePart } from '../../../http/errors/unavailable.ts'
import { runCommand } from '../../../merchant/invoices/commands.ts'
import { sendInvoice } from '../../../merchant/invoices/send-invoice.ts'
import { commandIdOf } from '../../command-id.ts'
import type { Action } from './actions.ts'

interface By {
  actor: MerchantActor
  formId: string
}

interface Outcome {
  invoiceId: string
  /** Undefined if the action is done. */
  code: string | undefined
}

/** The answer must come before `limitTime` gives up. The last command can wait half a minute. */
const MOST_MS = 60_000

/** Tries no further invoice after an outage, or after a minute. */
export async function runAction(
  deps: ApiDeps,
  em: EntityManager,
  invoices: readonly InvoiceRow[],
  action: Action,
  by: By,
): Promise<Outcome[]> {
  const endsAt = Date.now() + MOST_MS
  const outcomes: Outcome[] = []
  for (const invoice of invoices) {
    const isOver = outcomes.some(({ code }) => code === 'unavailable') || Date.now() > endsAt
    const code = isOver ? 'not_tried' : await tryAction(deps, em, invoice, action, by)
    outcomes.push({ invoiceId: invoice.id, code })
  }
  return outcomes
}

/** @returns the code of the problem, or undefined if the action is done */
async function tryAction(
  deps: ApiDeps,
  em: EntityManager,
  invoice: InvoiceRow,
  action: Action,
  { actor, formId }: By,
): Promise<string | undefined> {
  try {
    if (action === 'send') await sendInvoice(deps, em, invoice, actor)
    else {
      const request = { json: {}, commandId: commandIdOf(invoice, formId), actor }
      await runCommand(deps, em, invoice, action, request)
    }
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.code
    // Earlier actions are done, so the page must show every outcome.
    const unavailable = unavailablePart(error)
    logFailure(deps, 'warn', { invoice: invoice.id, action, err: error }, 'dashboard.action_failed')
    return unavailable ? 'unavailable' : 'internal'
  }
}
