import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { BankButtons, BankSearch, type ListedBank, NoBank } from './bank-list.tsx'
import { InvoiceSummary } from './invoice-parts.tsx'
import { Layout } from './layout.tsx'
import { Permission } from './permission.tsx'

export interface BanksPageProps {
  document: InvoiceDocument
  payPath: string
  nonce?: string | undefined
  banks: ListedBank[]
  query: string
}

export function BanksPage({ document, payPath, nonce, banks, query }: BanksPageProps) {
  return (
    <Layout
      title={`Choose your bank to pay ${document.merchant.name}`}
      payPath={payPath}
      behaviour="banks"
      preview={document.preview}
      brand={document.brand}
      nonce={nonce}
    >
      <InvoiceSummary document={document} />
      {banks.length === 0 ? (
        <NoBank document={document} />
      ) : (
        <section class="card" aria-label="Your bank">
          <h2>Choose your bank</h2>
          <p class="muted">You will approve the payment there.</p>
          <Permission banks={banks} by="By choosing your bank" />
          <BankSearch action={`${payPath}/banks`} query={query} />
          <form method="post" action={`${payPath}/pay`}>
            <input type="hidden" name="amount" value={document.amountRequested} />
            <BankButtons banks={banks} query={query} />
          </form>
        </section>
      )}
      <p class="back">
        <a href={payPath}>Back to the invoice</a>
      </p>
    </Layout>
  )
}
