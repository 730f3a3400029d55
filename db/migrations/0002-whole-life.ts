import { Migration } from '@mikro-orm/migrations'

/** What the whole life of an invoice needs: reminders, deposits, holds, voids, refunds, new links, a test clock. */
export class Migration0002WholeLife extends Migration {
  override up(): void {
    this.addSql(`
      alter table merchant
        add reminder_time text not null default '09:00',
        add reminder_steps jsonb,
        add late_payment text not null default 'refund' check (late_payment in ('refund', 'keep')),
        add surplus text not null default 'hold' check (surplus in ('refund', 'hold'))`)
    this.addSql(`
      alter table invoice
        add amount_refunded bigint not null default 0 check (amount_refunded >= 0),
        add surplus bigint not null default 0 check (surplus >= 0),
        add deposit bigint check (deposit > 0),
        add reminders jsonb,
        add link_expires_at timestamptz,
        add held_since timestamptz,
        add void_requested_at timestamptz,
        add voided_at timestamptz,
        add clock_ms bigint not null default 0 check (clock_ms >= 0),
        add asked_at timestamptz`)
    this.addSql('create index invoice_asked on invoice (asked_at) where asked_at is not null')
    this.addSql(`
      alter table message
        drop constraint message_kind_check,
        drop constraint message_invoice_id_kind_channel_key,
        add subject text not null default '',
        add parts integer,
        add failure text,
        add constraint message_kind_check
          check (kind in ('invoice', 'receipt', 'reminder', 'refund_note', 'notice')),
        add constraint message_once unique (invoice_id, kind, channel, subject)`)
    this.addSql(`
      create table refund (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        attempt_id text not null references payment_attempt deferrable initially deferred,
        state text not null check (state in ('requested', 'submitted', 'executed', 'failed')),
        amount bigint not null check (amount > 0),
        request_body text,
        provider_refund_id text,
        failure text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index refund_invoice on refund (invoice_id)')
    this.addSql('create index refund_provider on refund (provider_refund_id)')
    this.addSql(`
      create table merchant_request (
        id text primary key,
        invoice_id text not null references invoice deferrable initially deferred,
        body jsonb not null,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index merchant_request_invoice on merchant_request (invoice_id)')
    this.addSql(`
      create table suppressed_address (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        channel text not null check (channel in ('email', 'sms')),
        address text not null,
        reason text not null,
        created_at timestamptz not null default now(),
        primary key (merchant_id, mode, channel, address)
      )`)
  }

  override down(): void {
    for (const table of ['suppressed_address', 'merchant_request', 'refund'])
      this.addSql(`drop table ${table}`)
    this.addSql(`
      alter table message
        drop constraint message_once,
        drop column subject,
        drop column parts,
        drop column failure,
        add constraint message_invoice_id_kind_channel_key unique (invoice_id, kind, channel)`)
    this.addSql(`
      alter table invoice
        drop column amount_refunded, drop column surplus, drop column deposit, drop column reminders,
        drop column link_expires_at, drop column held_since, drop column void_requested_at,
        drop column voided_at, drop column clock_ms, drop column asked_at`)
    this.addSql(`
      alter table merchant
        drop column reminder_time, drop column reminder_steps, drop column late_payment, drop column surplus`)
  }
}
