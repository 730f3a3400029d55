import { loadDocument } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { InvoiceState, PaymentAttempt } from '../../domain/invoice/index.ts'
import type { createBankChoice } from './bank-choice.ts'
import { banksOfCountry } from './bank-country.ts'
import type { OpenedInvoice } from './open-link.ts'
import type { PageLanguage } from './page-language.ts'
import { attemptNotice, bad, pageStatusOf } from './status/page-status.ts'
import { InvoicePage } from './pages/invoice-page.tsx'
import { PaidPage, WaitingPage } from './pages/waiting-page.tsx'

export interface PageRequest {
  language: PageLanguage
  payPath: string
  query: Partial<Record<string, string>>
  nonce: string
  pressed?: string | undefined
  isView?: boolean
}

export async function currentPage(
  em: EntityManager,
  banks: ReturnType<typeof createBankChoice>,
  { invoice, attempt, hasPaid, pendingSince, payout, isSuspended }: OpenedInvoice,
  { language, payPath, query, nonce, pressed, isView = false }: PageRequest,
) {
  const { document, state } = await loadDocument(em, invoice.id)
  const recorded = state.attempts.find(({ id }) => id === attempt?.id)
  const common = { document, language, payPath, nonce, isView }
  const status = pageStatusOf(invoice, attempt, pressed !== undefined, pendingSince)
  if (status === 'paid') return PaidPage(common)
  if (status === 'starting') {
    const bank = pressed && (await banks.list(invoice, payout)).find(({ id }) => id === pressed)
    const bankName = bank ? bank.name : attempt?.bankName
    return WaitingPage({ ...common, bankName, status })
  }
  if (isSuspended && status !== 'processing') {
    const overdue = invoice.status === 'overdue'
    return InvoicePage({ ...common, banks: [], query: '', overdue, isSuspended })
  }
  if (attempt && (status === 'waiting' || status === 'processing')) {
    const { bankName, redirectUrl } = attempt
    const isNotStopped = query['not_stopped'] !== undefined
    const isCurrent = redirectUrl && banks.isCurrent(invoice, payout, recorded)
    const bankUrl = isCurrent ? redirectUrl : undefined
    return WaitingPage({ ...common, bankName, status, bankUrl, isNotStopped })
  }
  const offered = await banks.list(invoice, payout)
  const chosen = offered.find((bank) => bank.id === query['bank'])
  const overdue = invoice.status === 'overdue'
  const payment = attempt?.status === 'settled' && recorded ? paymentOf(state, recorded) : undefined
  const isChanged = query['changed'] !== undefined
  const { locale } = language
  const last = { attempt, hasPaid, payment, merchant: document.merchant.name }
  const notice = isChanged
    ? bad(locale.t('notice.not_started', { pay: locale.t('page.pay') }))
    : attemptNotice(last, locale)
  const shown = banksOfCountry(offered, { chosen: query['country'], invoice, language })
  return InvoicePage({ ...common, ...shown, query: query['q'] ?? '', chosen, overdue, notice })
}

function paymentOf({ payments }: InvoiceState, { id, mismatch }: PaymentAttempt) {
  return mismatch === 'resolved' ? mismatch : payments.find((payment) => payment.id === id)
}
