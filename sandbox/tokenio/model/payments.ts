import { randomBytes } from 'node:crypto'
import { DEFAULT_SECONDS, type Scenario } from '../../bank/model/scenario.ts'
import type { Delivery } from '../../bank/webhooks/deliver.ts'
import { transact } from '../../core/sqlite.ts'
import { findBank } from './banks.ts'
import type { Notify } from '../protocol/send-webhook.ts'
import type { TokenIoOptions } from './options.ts'
import { type Initiation, isOver, isSettlement, type Payment, WAITING } from './payment.ts'
import { scenarioOf } from './scenario.ts'
import type { Store } from './store.ts'

/** Token.io gives the payer 40 minutes to approve: see docs/token-io.md. */
const AUTHORIZATION_MS = 40 * 60_000

const NEXT = 'tokenio.next'
const EXPIRE = 'tokenio.expire'

const UNREACHABLE: Partial<Payment> = {
  status: 'INITIATION_FAILED',
  statusReasonInformation: 'The bank cannot be reached.',
  errorInfo: { httpErrorCode: 503, message: 'UNAVAILABLE', tokenExternalError: true },
}

export type Payments = ReturnType<typeof createPayments>

export function createPayments(options: TokenIoOptions, store: Store, notify: Notify) {
  const { database, jobs, processDelayMs = 150, settleDelayMs = 400 } = options
  const find = (id: string): Payment | undefined => store.payments({ ids: [id] }, 1)[0]

  function move(payment: Payment, changes: Partial<Payment>, nextInMs?: number): Payment {
    const moved = { ...payment, ...changes, updatedAt: Date.now() }
    transact(database, () => {
      store.savePayment(moved)
      notify.payment(moved, deliveryOf(moved))
      if (nextInMs !== undefined && !moved.held) jobs.plan(NEXT, moved.id, Date.now() + nextInMs)
    })
    return moved
  }

  const isUnderWay = ({ status }: Payment) => status === WAITING || status === 'INITIATION_PROCESSING'
  const end = (payment: Payment, status: string, reason: string, bankPaymentStatus?: string): Payment =>
    isUnderWay(payment)
      ? move(payment, {
          status,
          statusReasonInformation: reason,
          ...(bankPaymentStatus ? { bankPaymentStatus } : {}),
        })
      : payment
  const reject = (payment: Payment, reason = 'Rejected by the bank.') =>
    end(payment, 'INITIATION_REJECTED', reason, 'RJCT')

  function complete(payment: Payment): Payment {
    if (payment.status !== 'INITIATION_PROCESSING') return payment
    const { bank, settle_after_seconds: seconds = DEFAULT_SECONDS } = payment.scenario ?? {}
    if (payment.account === 'empty' || bank === 'insufficient_funds') {
      return end(payment, 'INITIATION_REJECTED_INSUFFICIENT_FUNDS', 'Insufficient funds', 'RJCT')
    }
    if (bank === 'limit_exceeded') return reject(payment, 'Above a limit of the account.')
    const nextInMs = bank === 'settles_later' ? seconds * 1_000 : settleDelayMs
    return move(payment, { status: 'INITIATION_COMPLETED', bankPaymentStatus: 'ACSC' }, nextInMs)
  }

  function settle(payment: Payment): Payment {
    const completed = complete(payment)
    if (completed.status !== 'INITIATION_COMPLETED' || isOver(completed)) return completed
    return move(
      completed,
      isSettlement(completed) ? { status: 'SETTLEMENT_COMPLETED' } : { bankPaymentStatus: 'ACCC' },
    )
  }

  function strand(payment: Payment): Payment {
    if (payment.status !== 'INITIATION_COMPLETED' || isOver(payment)) return payment
    return move(
      payment,
      isSettlement(payment)
        ? { status: 'SETTLEMENT_INCOMPLETE' }
        : { status: 'INITIATION_REJECTED', bankPaymentStatus: 'RJCT' },
    )
  }

  jobs.on(NEXT, (id) => {
    const payment = find(id)
    if (payment?.status === 'INITIATION_PROCESSING') complete(payment)
    else if (payment?.scenario?.bank === 'executes_then_fails') strand(payment)
    else if (payment) settle(payment)
  })
  jobs.on(EXPIRE, (id) => {
    const payment = find(id)
    if (payment) expire(payment)
  })

  function expire(payment: Payment): Payment {
    return payment.status === WAITING ? move(payment, { status: 'INITIATION_EXPIRED' }) : payment
  }

  return {
    find,
    create(initiation: Initiation, memberId = options.memberId): Payment {
      const now = Date.now()
      const scenario = scenarioOf(initiation.amount)
      const isDown = findBank(initiation.bankId)?.closed !== undefined || scenario?.creation === 'down'
      const payment: Payment = {
        id: `pm2:${randomBytes(16).toString('hex')}:sandbox`,
        memberId,
        secret: randomBytes(18).toString('base64url'),
        initiation,
        status: WAITING,
        ...(isDown ? UNREACHABLE : {}),
        held: false,
        ...(scenario ? { scenario } : {}),
        createdAt: now,
        updatedAt: now,
      }
      jobs.plan(EXPIRE, payment.id, now + AUTHORIZATION_MS)
      return move(payment, {})
    },
    direct(payment: Payment, scenario: Scenario): Payment {
      const directed = { ...payment, scenario: { ...payment.scenario, ...scenario } }
      store.savePayment(directed)
      return directed
    },
    authorise(payment: Payment, account: string): Payment {
      if (payment.status !== WAITING) return payment
      if (payment.scenario?.bank === 'unavailable') return move(payment, UNREACHABLE)
      const held = account === 'slow'
      const changes = { status: 'INITIATION_PROCESSING', bankPaymentStatus: 'PDNG', account, held }
      return move(payment, changes, processDelayMs)
    },
    decline: (payment: Payment) =>
      end(payment, 'INITIATION_DECLINED', 'Payment initiation has been declined.'),
    reject: (payment: Payment) => reject(payment),
    cancel: (payment: Payment) =>
      payment.status === WAITING ? end(payment, 'CANCELED', 'Payment has been canceled.') : payment,
    expire,
    complete,
    settle,
    strand,
    set: (payment: Payment, changes: Partial<Payment>) => move(payment, changes),
  }
}

function deliveryOf(payment: Payment): Delivery {
  const { webhook = 'delivered', delay_seconds: seconds = DEFAULT_SECONDS } = payment.scenario ?? {}
  const deliveryMode = webhook === 'reordered' && isOver(payment) ? 'delivered' : webhook
  return { deliveryMode, delayMs: seconds * 1_000 }
}
