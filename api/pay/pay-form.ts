import type { Context } from 'hono'
import type { MinorUnits } from '../../domain/shared/money.ts'

export interface PayForm {
  bankId: string
  amount?: MinorUnits
}

export async function readPayForm(c: Context): Promise<PayForm> {
  const { bank, amount }: Record<string, unknown> = await c.req.parseBody().catch(() => ({}))
  const bankId = typeof bank === 'string' ? bank : ''
  const isAmount = typeof amount === 'string' && /^\d{1,16}$/.test(amount)
  return isAmount ? { bankId, amount: Number(amount) } : { bankId }
}
