import { Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { readOptionalJson } from '../../http/request/json-body.ts'
import { type CommandName, runCommand } from './commands.ts'
import { findInvoice, viewInvoiceAndNext } from './find-invoice.ts'

const PATHS: readonly (readonly [string, CommandName])[] = [
  ['/:id/remind', 'remind'],
  ['/:id/pause', 'pause'],
  ['/:id/resume', 'resume'],
  ['/:id/void', 'void'],
  ['/:id/link', 'link'],
  ['/:id/payments', 'record_payment'],
  ['/:id/payments/:payment/undo', 'undo_payment'],
  ['/:id/refunds', 'refund'],
  ['/:id/credit_notes', 'credit'],
  ['/:id/clock', 'advance_clock'],
]

export function commandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  for (const [path, name] of PATHS) {
    routes.post(path, async (c) => {
      const em = c.get('em')
      const tenant = c.get('tenant')
      const invoice = await findInvoice(em, c.req.param('id') ?? '', tenant)
      const { id } = invoice
      const { text, json } = await readOptionalJson(c)
      const run = async (commandId: string) => {
        const mayRefund = c.get('apiKey').scopes.includes('refunds')
        const request = {
          json,
          commandId,
          actor: c.get('actor'),
          paymentId: c.req.param('payment'),
          mayRefund,
        }
        const { status, answer } = await runCommand(deps, em, invoice, name, request)
        const view = await viewInvoiceAndNext(em, id, tenant, deps)
        return { status, body: { ...view, ...answer } }
      }
      return withIdempotency(c, text, { resourceId: id, run })
    })
  }
  return routes
}
