import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { Bank } from '../../../integrations/bank/rail.ts'
import { BankButtons, BankSearch, type ListedBank, NoBank, NoPayments } from './bank-list.tsx'
import { Details, InvoiceSummary } from './invoice-parts.tsx'
import { Layout } from './layout.tsx'
import { Permission } from './permission.tsx'

export interface InvoicePageProps {
  document: InvoiceDocument
  payPath: string
  nonce?: string | undefined
  banks: ListedBank[]
  query: string
  chosen?: Bank | undefined
  overdue: boolean
  notice?: string | undefined
  isView?: boolean
  isSuspended?: boolean
}

export function InvoicePage({
  document,
  payPath,
  nonce,
  banks,
  query,
  chosen,
  overdue,
  notice,
  isView = false,
  isSuspended = false,
}: InvoicePageProps) {
  return (
    <Layout
      title={`Invoice ${document.number} from ${document.merchant.name}`}
      payPath={payPath}
      behaviour="invoice"
      preview={document.preview}
      brand={document.brand}
      nonce={nonce}
      isView={isView}
    >
      <InvoiceSummary document={document} overdue={overdue} />
      {notice ? (
        <p class="notice" role="alert">
          {notice}
        </p>
      ) : null}
      <Details document={document} payPath={payPath} />
      {isSuspended ? (
        <NoPayments merchant={document.merchant} />
      ) : banks.length === 0 ? (
        <NoBank document={document} />
      ) : (
        <section class="card" id="banks" aria-label="Your bank">
          <h2>Choose your bank</h2>
          <Permission banks={banks} by="By pressing Pay by bank" />
          <BankSearch action={`${payPath}#banks`} query={query} chosen={chosen} />
          <form method="get" action={`${payPath}#banks`}>
            {query ? <input type="hidden" name="q" value={query} /> : null}
            <BankButtons banks={banks} query={query} selects chosen={chosen} />
          </form>
        </section>
      )}
      {banks.length === 0 ? null : isView ? (
        <div class="pay">
          <button class="primary" disabled>
            Pay by bank
          </button>
          <p class="chosen" role="status">
            {chosen ? `with ${chosen.name}` : ''}
          </p>
        </div>
      ) : (
        <form method="post" action={`${payPath}/pay`} class="pay" autocomplete="off">
          <input type="hidden" name="bank" value={chosen?.id ?? ''} />
          <input type="hidden" name="amount" value={document.amountRequested} />
          <button class="primary">Pay by bank</button>
          <p class="chosen" role="status">
            {chosen ? `with ${chosen.name}` : ''}
          </p>
        </form>
      )}
    </Layout>
  )
}
