import { Migration } from '@mikro-orm/migrations'

/** Where merchants are paid, by currency. Until now all were paid into the provider's accounts in GBP and EUR. */
export class Migration0005PayoutAccount extends Migration {
  override up(): void {
    this.addSql(`
      create table payout_account (
        merchant_id text not null references merchant deferrable initially deferred,
        mode text not null check (mode in ('test', 'live')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        account jsonb not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (merchant_id, mode, currency)
      )`)
    this.addSql(`
      insert into payout_account (merchant_id, mode, currency, account)
      select merchant.id, mode, currency, '{"type": "merchant_account"}'
      from merchant, (values ('test'), ('live')) modes (mode), (values ('GBP'), ('EUR')) currencies (currency)`)
    this.addSql('alter table payment_attempt add column to_own_account boolean not null default false')
  }
}
