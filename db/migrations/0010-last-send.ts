import { Migration } from '@mikro-orm/migrations'

/**
 * When a payment or refund was last sent to its rail, for those whose API knows no idempotency keys: whichever process
 * comes next does not send it again while it may still arrive.
 */
export class Migration0010LastSend extends Migration {
  override up(): void {
    this.addSql('alter table payment_attempt add last_sent_at timestamptz')
    this.addSql('alter table refund add last_sent_at timestamptz')
  }

  override down(): void {
    this.addSql('alter table refund drop last_sent_at')
    this.addSql('alter table payment_attempt drop last_sent_at')
  }
}
