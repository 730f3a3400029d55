import type { Context } from 'hono'
import type { MinorUnits } from '../../domain/shared/money.ts'

export interface PayForm {
  /** `bankId` is empty if no bank was chosen. */
  bankId: string
  amount?: MinorUnits
}

/** An unreadable body counts as an empty form. */
export async function readPayForm(c: Context): Promise<PayForm> {
  const { bank, amount }: Record<string, unknown> = await c.req.parseBody().catch(() => ({}))
  const bankId = typeof bank === 'string' ? bank : ''
  const isAmount = typeof amount === 'string' && /^\d{1,16}$/.test(amount)
  return isAmount ? { bankId, amount: Number(amount) } : { bankId }
}
