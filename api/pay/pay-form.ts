import type { Context } from 'hono'
import type { MinorUnits } from '../../domain/shared/money.ts'

export interface PayForm {
  /** The id of the chosen bank; empty if no bank was chosen. */
  bankId: string
  amount?: MinorUnits
}

/** Reads the form that starts a payment. An unreadable body counts as empty. */
export async function readPayForm(c: Context): Promise<PayForm> {
  const { bank, amount }: Record<string, unknown> = await c.req.parseBody().catch(() => ({}))
  const bankId = typeof bank === 'string' ? bank : ''
  const isAmount = typeof amount === 'string' && /^\d{1,16}$/.test(amount)
  return isAmount ? { bankId, amount: Number(amount) } : { bankId }
}
