import { Migration } from '@mikro-orm/migrations'

/** What the daily comparison with the accounts at the rails has looked at, and found. */
export class Migration0006Reconciliation extends Migration {
  override up(): void {
    this.addSql(`
      create table reconciliation_run (
        rail text not null,
        currency text not null,
        until timestamptz not null,
        since timestamptz not null,
        transactions integer not null,
        matched integer not null,
        findings integer not null,
        finished_at timestamptz not null default now(),
        primary key (rail, currency, until)
      )`)
    this.addSql(`
      create table reconciliation_finding (
        id text primary key,
        rail text not null,
        currency text not null,
        kind text not null,
        subject text not null,
        at timestamptz not null,
        transaction_id text,
        record_id text,
        invoice_id text references invoice deferrable initially deferred,
        amount_at_bank bigint,
        amount_recorded bigint,
        found_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        resolved_at timestamptz,
        unique (rail, kind, subject)
      )`)
    this.addSql(
      'create index reconciliation_finding_open on reconciliation_finding (rail, currency) where resolved_at is null',
    )
    this.addSql('create index reconciliation_finding_invoice on reconciliation_finding (invoice_id)')
    this.addSql(
      "create index payment_attempt_settled on payment_attempt (rail, currency, updated_at) where state = 'settled'",
    )
    this.addSql("create index refund_executed on refund (updated_at) where state = 'executed'")
  }
}
