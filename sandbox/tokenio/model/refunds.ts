import { randomBytes } from 'node:crypto'
import { transact } from '../../core/sqlite.ts'
import { fine } from './amounts.ts'
import type { Notify } from '../protocol/send-webhook.ts'
import type { TokenIoOptions } from './options.ts'
import type { Payment, Refund, RefundInitiation } from './payment.ts'
import { scenarioOf } from './scenario.ts'
import type { Store } from './store.ts'

const NEXT = 'tokenio.refund'

export type Refunds = ReturnType<typeof createRefunds>

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

  function complete(refund: Refund): Refund {
    if (refund.status !== 'INITIATION_PROCESSING') return refund
    if (refund.outcome === 'comes_back') jobs.plan(NEXT, refund.id, Date.now() + processDelayMs)
    return move(refund, { status: 'INITIATION_COMPLETED' })
  }

  function reject(refund: Refund): Refund {
    if (refund.status === 'INITIATION_REJECTED') return refund
    const reason =
      refund.status === 'INITIATION_COMPLETED' ? 'Returned by the payer’s bank.' : 'Rejected by the bank.'
    return move(refund, { status: 'INITIATION_REJECTED', statusReasonInformation: reason })
  }

  jobs.on(NEXT, (id) => {
    const refund = find(id)
    if (!refund) return
    const isStill = refund.status === 'INITIATION_PROCESSING'
    if (refund.outcome === (isStill ? 'fails' : 'comes_back')) reject(refund)
    else complete(refund)
  })

  return {
    find,
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
      const outcome = scenarioOf(initiation.amount)?.refund ?? payment.scenario?.refund
      const refund: Refund = {
        id,
        memberId: payment.memberId,
        initiation,
        status: 'INITIATION_PROCESSING',
        ...(outcome ? { outcome } : {}),
        createdAt: now,
        updatedAt: now,
      }
      if (payment.account !== 'slow') jobs.plan(NEXT, id, now + processDelayMs)
      return move(refund, {})
    },
    complete,
    reject,
  }
}
