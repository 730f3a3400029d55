import { Hono } from 'hono'
import { logFailure } from '../../../clients/outages.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { csvStream } from '../../http/response/csv-response.ts'
import { invoicesCsv } from './export-csv.ts'
import { listQueryOf, parseExportRequest } from './request/list-request.ts'

export function invoiceExportRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.get('/', (c) => {
    const tenant = c.get('tenant')
    const lines = invoicesCsv(c.get('em'), { tenant, ...parseExportRequest(listQueryOf(c)) })
    return csvStream(c, 'invoices.csv', lines, (error) =>
      logFailure(deps, 'error', { merchant: tenant.merchantId, err: error }, 'invoices.csv_failed'),
    )
  })
  return routes
}
