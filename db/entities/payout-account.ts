import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Currency } from '../../domain/shared/money.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const PayoutAccountSchema = defineEntity({
  name: 'PayoutAccountRow',
  tableName: 'payout_account',
  properties: {
    merchantId: p.string().primary(),
    mode: p.string().$type<Mode>().primary(),
    currency: p.string().$type<Currency>().primary(),
    account: p.json<PayoutAccount>(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class PayoutAccountRow extends PayoutAccountSchema.class {}
PayoutAccountSchema.setClass(PayoutAccountRow)
