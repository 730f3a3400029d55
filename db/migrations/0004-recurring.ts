import { Migration } from '@mikro-orm/migrations'

/** Recurring invoices: their log, the words they are made of, and what the merchant is told about them. */
export class Migration0004Recurring extends Migration {
  override up(): void {
    this.addSql(`
      create table recurring_invoice (
        id text primary key,
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        status text not null check (status in ('active', 'paused', 'ended')),
        template_id text not null,
        next_at timestamptz,
        clock_ms bigint not null default 0 check (clock_ms >= 0),
        asked_at timestamptz,
        woken_at timestamptz,
        last_seq integer not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index recurring_list on recurring_invoice (merchant_id, mode, id desc)')
    this.addSql('create index recurring_asked on recurring_invoice (asked_at) where asked_at is not null')
    this.addSql("create index recurring_next on recurring_invoice (next_at) where status = 'active'")
    this.addSql(`
      create table recurring_template (
        id text primary key,
        recurring_id text not null references recurring_invoice deferrable initially deferred,
        body jsonb,
        created_at timestamptz not null default now()
      )`)
    this.addSql('create index recurring_template_of on recurring_template (recurring_id)')
    this.addSql(`
      create table recurring_event (
        id text primary key,
        recurring_id text not null references recurring_invoice deferrable initially deferred,
        seq integer not null check (seq > 0),
        key text not null,
        type text not null,
        at timestamptz not null,
        cause jsonb not null,
        data jsonb not null,
        recorded_at timestamptz not null default now(),
        unique (recurring_id, seq),
        unique (recurring_id, key)
      )`)
    this.addSql(`
      create table recurring_message (
        id text primary key,
        recurring_id text not null references recurring_invoice deferrable initially deferred,
        subject text not null,
        state text not null check (state in ('pending', 'sent', 'failed')),
        attempted_at timestamptz,
        provider_message_id text,
        created_at timestamptz not null default now(),
        unique (recurring_id, subject)
      )`)
    // The second of two invoices of one occurrence is impossible, whatever else goes wrong.
    this.addSql(`
      alter table invoice
        add recurring_id text references recurring_invoice deferrable initially deferred,
        add occurrence integer check (occurrence > 0),
        add constraint invoice_occurrence unique (recurring_id, occurrence)`)
    // A key can stand for a request about a plan, too.
    this.addSql('alter table idempotency_key drop constraint if exists idempotency_key_invoice_id_fkey')
  }

  override down(): void {
    this.addSql(`delete from idempotency_key where invoice_id not like 'inv%'`)
    this.addSql(`
      alter table idempotency_key
        add constraint idempotency_key_invoice_id_fkey
          foreign key (invoice_id) references invoice deferrable initially deferred`)
    this.addSql(
      'alter table invoice drop constraint invoice_occurrence, drop column recurring_id, drop column occurrence',
    )
    for (const table of ['recurring_message', 'recurring_event', 'recurring_template', 'recurring_invoice']) {
      this.addSql(`drop table ${table}`)
    }
  }
}
