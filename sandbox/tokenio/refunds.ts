import { randomBytes } from 'node:crypto'
import { transact } from '../sqlite.ts'
import type { Notify } from './notify.ts'
import type { TokenIoOptions } from './options.ts'
import type { Payment, Refund, RefundInitiation } from './payment.ts'
import type { Store } from './store.ts'

const NEXT = 'tokenio.refund'

export type Refunds = ReturnType<typeof createRefunds>

/** The life of a refund: processing, then completed or rejected. That of a payment from `slow` waits until told. */
export function createRefunds(options: TokenIoOptions, store: Store, notify: Notify) {
  const { database, jobs, processDelayMs = 150 } = options
  const find = (id: string): Refund | undefined => store.refunds({ ids: [id] }, 1)[0]

  function move(refund: Refund, changes: Partial<Refund>): Refund {
    const moved = { ...refund, ...changes, updatedAt: Date.now() }
    transact(database, () => {
      store.saveRefund(moved)
      notify.refund(moved)
    })
    return moved
  }

  const end = (refund: Refund, status: string, reason?: string): Refund =>
    refund.status === 'INITIATION_PROCESSING'
      ? move(refund, { status, ...(reason ? { statusReasonInformation: reason } : {}) })
      : refund

  jobs.on(NEXT, (id) => {
    const refund = find(id)
    if (refund) end(refund, 'INITIATION_COMPLETED')
  })

  return {
    find,
    /** What of a payment was not yet given back, in ten-thousandths of its currency. */
    leftOf({ id, initiation }: Payment): bigint {
      return store
        .refunds()
        .filter((refund) => refund.initiation.originalPaymentId === id)
        .filter(({ status }) => status !== 'INITIATION_REJECTED' && status !== 'INITIATION_FAILED')
        .reduce((left, refund) => left - fine(refund.initiation.amount.value), fine(initiation.amount.value))
    },
    create(initiation: RefundInitiation, payment: Payment): Refund {
      const now = Date.now()
      const id = `rf:${randomBytes(16).toString('hex')}:sandbox`
      const refund = move(
        { id, initiation, status: 'INITIATION_PROCESSING', createdAt: now, updatedAt: now },
        {},
      )
      if (payment.account !== 'slow') jobs.plan(NEXT, id, now + processDelayMs)
      return refund
    },
    complete: (refund: Refund) => end(refund, 'INITIATION_COMPLETED'),
    reject: (refund: Refund) => end(refund, 'INITIATION_REJECTED', 'Rejected by the bank.'),
  }
}

/** An amount of at most four decimals as a whole number. */
export function fine(value: string): bigint {
  const [whole = '0', fraction = ''] = value.split('.')
  return BigInt(whole + fraction.padEnd(4, '0'))
}
