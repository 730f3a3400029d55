import { Migration } from '@mikro-orm/migrations'

/**
 * A number that grows with each change of what an import is to do: of two answers about it, the newer one is known. And
 * a customer's invoices of one day and amount are found among all of that day and amount.
 */
export class Migration0008ImportRevision extends Migration {
  override up(): void {
    this.addSql('alter table import add revision integer not null default 0')
    this.addSql('drop index invoice_likeness')
    this.addSql(
      'create index invoice_likeness on invoice (merchant_id, mode, due_date, amount, lower(customer_email))',
    )
  }

  override down(): void {
    this.addSql('drop index invoice_likeness')
    this.addSql('create index invoice_likeness on invoice (merchant_id, mode, due_date, amount)')
    this.addSql('alter table import drop revision')
  }
}
