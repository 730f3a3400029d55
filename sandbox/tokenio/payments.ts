import { randomBytes } from 'node:crypto'
import { transact } from '../sqlite.ts'
import { findBank } from './banks.ts'
import type { Notify } from './notify.ts'
import type { TokenIoOptions } from './options.ts'
import { type Initiation, isSettlement, type Payment, WAITING } from './payment.ts'
import type { Store } from './store.ts'

/** How long a payer has: https://docs.token.io/products/tpp/sip/sip-v2/sip-v2-considerations */
const AUTHORIZATION_MS = 40 * 60_000

const NEXT = 'tokenio.next'
const EXPIRE = 'tokenio.expire'

export type Payments = ReturnType<typeof createPayments>

/**
 * The life of a payment: it waits for its payer, is processed, completed, and settled. Forward only: each move
 * answers the payment as it is afterwards, unchanged where the move was too late.
 */
export function createPayments(options: TokenIoOptions, store: Store, notify: Notify) {
  const { database, jobs, processDelayMs = 150, settleDelayMs = 400 } = options
  const find = (id: string): Payment | undefined => store.payments({ ids: [id] }, 1)[0]

  /** Saves the payment and tells of it in one transaction: a crash loses no webhook. */
  function move(payment: Payment, changes: Partial<Payment>, nextInMs?: number): Payment {
    const moved = { ...payment, ...changes, updatedAt: Date.now() }
    transact(database, () => {
      store.savePayment(moved)
      notify.payment(moved)
      if (nextInMs !== undefined && !moved.held) jobs.plan(NEXT, moved.id, Date.now() + nextInMs)
    })
    return moved
  }

  const end = (payment: Payment, status: string, reason: string, bankPaymentStatus?: string): Payment =>
    payment.status === WAITING || payment.status === 'INITIATION_PROCESSING'
      ? move(payment, {
          status,
          statusReasonInformation: reason,
          ...(bankPaymentStatus ? { bankPaymentStatus } : {}),
        })
      : payment

  function complete(payment: Payment): Payment {
    if (payment.status !== 'INITIATION_PROCESSING') return payment
    if (payment.account === 'empty') {
      return end(payment, 'INITIATION_REJECTED_INSUFFICIENT_FUNDS', 'Insufficient funds', 'RJCT')
    }
    return move(payment, { status: 'INITIATION_COMPLETED', bankPaymentStatus: 'ACSC' }, settleDelayMs)
  }

  /** In a settlement account Token.io sees the money arrive; elsewhere only the bank's word changes. */
  function settle(payment: Payment): Payment {
    const completed = complete(payment)
    if (completed.status !== 'INITIATION_COMPLETED' || completed.bankPaymentStatus === 'ACCC')
      return completed
    return move(
      completed,
      isSettlement(completed) ? { status: 'SETTLEMENT_COMPLETED' } : { bankPaymentStatus: 'ACCC' },
    )
  }

  jobs.on(NEXT, (id) => {
    const payment = find(id)
    if (payment?.status === 'INITIATION_PROCESSING') complete(payment)
    else if (payment) settle(payment)
  })
  jobs.on(EXPIRE, (id) => {
    const payment = find(id)
    if (payment?.status === WAITING) move(payment, { status: 'INITIATION_EXPIRED' })
  })

  return {
    find,
    /** Creates a payment from a valid request. One at a bank that is closed has failed at once. */
    create(initiation: Initiation): Payment {
      const now = Date.now()
      const closed = findBank(initiation.bankId)?.closed
      const errorInfo = { httpErrorCode: 503, message: 'UNAVAILABLE', tokenExternalError: true }
      const payment: Payment = {
        id: `pm2:${randomBytes(16).toString('hex')}:sandbox`,
        secret: randomBytes(18).toString('base64url'),
        initiation,
        status: closed ? 'INITIATION_FAILED' : WAITING,
        ...(closed ? { errorInfo, statusReasonInformation: 'The bank cannot be reached.' } : {}),
        held: false,
        createdAt: now,
        updatedAt: now,
      }
      jobs.plan(EXPIRE, payment.id, now + AUTHORIZATION_MS)
      return move(payment, {})
    },
    /** The payer approves from an account; approving what is decided already changes nothing. */
    authorise(payment: Payment, account: string): Payment {
      if (payment.status !== WAITING) return payment
      const held = account === 'slow'
      const changes = { status: 'INITIATION_PROCESSING', bankPaymentStatus: 'PDNG', account, held }
      return move(payment, changes, processDelayMs)
    },
    decline: (payment: Payment) =>
      end(payment, 'INITIATION_DECLINED', 'Payment initiation has been declined.'),
    failAtBank: (payment: Payment) => end(payment, 'INITIATION_FAILED', 'The bank cannot be reached.'),
    reject: (payment: Payment) => end(payment, 'INITIATION_REJECTED', 'Rejected by the bank.', 'RJCT'),
    cancel: (payment: Payment) =>
      payment.status === WAITING ? end(payment, 'CANCELED', 'Payment has been canceled.') : payment,
    complete,
    settle,
    /** Any state at all, for tests of what a client makes of it. */
    set: (payment: Payment, changes: Partial<Payment>) => move(payment, changes),
  }
}
