import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { BankRail } from '../../rail.ts'
import { read } from '../http/answers.ts'
import type { TrueLayerClient } from '../http/client.ts'

const Returned = v.object({
  resource: v.object({ type: v.string(), payment_id: v.optional(v.string()) }),
})

/** A reload of the return page sends the same idempotency key. */
export function createDirectReturn(client: TrueLayerClient): Required<Pick<BankRail, 'submitReturn'>> {
  return {
    async submitReturn({ query, fragment }) {
      const body = JSON.stringify({ query, fragment })
      const key = `return-${createHash('sha256').update(body).digest('hex')}`
      const answer = await client.post('/v3/payments-provider-return', body, key)
      if (answer.status >= 300) return undefined
      const { type, payment_id: paymentId } = read(Returned, answer).resource
      return type === 'payment' ? paymentId : undefined
    },
  }
}
