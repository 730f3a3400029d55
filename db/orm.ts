import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import * as entities from './entities/index.ts'
import { Migration0001FirstInvoice } from './migrations/0001-first-invoice.ts'
import { Migration0002WholeLife } from './migrations/0002-whole-life.ts'
import { Migration0003Import } from './migrations/0003-import.ts'
import { Migration0004Recurring } from './migrations/0004-recurring.ts'
import { Migration0005PayoutAccount } from './migrations/0005-payout-account.ts'
import { Migration0006Reconciliation } from './migrations/0006-reconciliation.ts'
import { Migration0007PlansBehind } from './migrations/0007-plans-behind.ts'
import { Migration0008ImportRevision } from './migrations/0008-import-revision.ts'
import { Migration0009AcknowledgedFindings } from './migrations/0009-acknowledged-findings.ts'
import { Migration0010LastSend } from './migrations/0010-last-send.ts'
import { Migration0011ImportTries } from './migrations/0011-import-tries.ts'

export type { EntityManager, MikroORM } from '@mikro-orm/postgresql'

/**
 * Connects to PostgreSQL. Pass `orm.em.fork()` to what needs the database, one fork per request or activity.
 *
 * @param databaseUrl `postgresql://user:password@host:port/database`, with `?sslmode=require` where TLS is needed.
 */
export async function createOrm(databaseUrl: string, poolSize = 10): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    entities: [
      entities.MerchantRow,
      entities.PayoutAccountRow,
      entities.ApiKeyRow,
      entities.InvoiceRow,
      entities.InvoiceEventRow,
      entities.PayLinkRow,
      entities.PaymentAttemptRow,
      entities.MessageRow,
      entities.InboxRow,
      entities.NumberSequenceRow,
      entities.IdempotencyKeyRow,
      entities.RefundRow,
      entities.MerchantRequestRow,
      entities.SuppressedAddressRow,
      entities.ImportRow,
      entities.RecurringRow,
      entities.RecurringTemplateRow,
      entities.RecurringEventRow,
      entities.RecurringMessageRow,
      entities.ReconciliationRunRow,
      entities.ReconciliationFindingRow,
    ],
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      migrationsList: [
        { name: '0001-first-invoice', class: Migration0001FirstInvoice },
        { name: '0002-whole-life', class: Migration0002WholeLife },
        { name: '0003-import', class: Migration0003Import },
        { name: '0004-recurring', class: Migration0004Recurring },
        { name: '0005-payout-account', class: Migration0005PayoutAccount },
        { name: '0006-reconciliation', class: Migration0006Reconciliation },
        { name: '0007-plans-behind', class: Migration0007PlansBehind },
        { name: '0008-import-revision', class: Migration0008ImportRevision },
        { name: '0009-acknowledged-findings', class: Migration0009AcknowledgedFindings },
        { name: '0010-last-send', class: Migration0010LastSend },
        { name: '0011-import-tries', class: Migration0011ImportTries },
      ],
      snapshot: false,
    },
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    debug: false,
  })
}
