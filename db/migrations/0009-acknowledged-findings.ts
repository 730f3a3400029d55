import { Migration } from '@mikro-orm/migrations'

/** A person has looked at a finding. And each day the payments that are still on their way are looked for. */
export class Migration0009AcknowledgedFindings extends Migration {
  override up(): void {
    this.addSql('alter table reconciliation_finding add acknowledged_at timestamptz, add note text')
    this.addSql(
      "create index payment_attempt_processing on payment_attempt (rail, currency) where state = 'processing'",
    )
  }

  override down(): void {
    this.addSql('drop index payment_attempt_processing')
    this.addSql('alter table reconciliation_finding drop acknowledged_at, drop note')
  }
}
