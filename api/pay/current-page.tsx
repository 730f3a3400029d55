import { loadDocument } from '../../db/invoices/document.ts'
import { loadEvents } from '../../db/invoices/event-store.ts'
import type { PaymentAttemptRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import { fold } from '../../domain/invoice/index.ts'
import type { createBankChoice } from './bank-choice.ts'
import type { OpenedInvoice } from './open-link.ts'
import { attemptNotice, pageStatusOf } from './page-status.ts'
import { InvoicePage } from './pages/invoice-page.tsx'
import { PaidPage, WaitingPage } from './pages/waiting-page.tsx'

const NOT_STARTED =
  'The payment was not started: the invoice may have changed. Please look at it again, then press Pay by bank once more.'

export interface PageRequest {
  payPath: string
  query: Partial<Record<string, string>>
  pressed?: string | undefined
  isView?: boolean
}

/** @throws RailUnavailableError when no rail lists banks */
export async function currentPage(
  em: EntityManager,
  banks: ReturnType<typeof createBankChoice>,
  { invoice, attempt, hasPaid, pendingSince }: OpenedInvoice,
  { payPath, query, pressed, isView = false }: PageRequest,
) {
  const { document } = await loadDocument(em, invoice.id)
  const common = { document, payPath, isView }
  const status = pageStatusOf(invoice, attempt, pressed !== undefined, pendingSince)
  if (status === 'paid') return PaidPage(common)
  if (status === 'starting') {
    const bank = pressed && (await banks.list(em, invoice)).find(({ id }) => id === pressed)
    const bankName = bank ? bank.name : (attempt?.bankName ?? 'your bank')
    return WaitingPage({ ...common, bankName, status })
  }
  if (attempt && (status === 'waiting' || status === 'processing')) {
    const { bankName, redirectUrl } = attempt
    const isNotStopped = query['not_stopped'] !== undefined
    const isCurrent = redirectUrl && (await banks.isCurrent(em, invoice, attempt.id))
    const bankUrl = isCurrent ? redirectUrl : undefined
    return WaitingPage({ ...common, bankName, status, bankUrl, isNotStopped })
  }
  const offered = await banks.list(em, invoice)
  const chosen = offered.find((bank) => bank.id === query['bank'])
  const overdue = invoice.status === 'overdue'
  const payment = attempt?.status === 'settled' ? await paymentOf(em, attempt) : undefined
  const isChanged = query['changed'] !== undefined
  const notice = isChanged ? NOT_STARTED : attemptNotice(attempt, hasPaid, payment, document.merchant.name)
  return InvoicePage({ ...common, banks: offered, query: query['q'] ?? '', chosen, overdue, notice })
}

async function paymentOf(em: EntityManager, { id, invoiceId }: PaymentAttemptRow) {
  const { payments, attempts } = fold(await loadEvents(em, invoiceId))
  if (attempts.some((attempt) => attempt.id === id && attempt.mismatch === 'resolved')) return 'resolved'
  return payments.find((payment) => payment.id === id)
}
