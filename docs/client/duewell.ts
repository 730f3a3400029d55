// `npm run client` writes this file from the OpenAPI document. It needs no packages.

export interface DuewellOptions {
  apiKey: string
  url: string
  retries?: number
  fetch?: typeof fetch
}

export interface RequestOptions {
  signal?: AbortSignal
  onResponse?: (response: Response) => void
}

export interface KeyedOptions extends RequestOptions {
  idempotencyKey?: string
}

export interface ConditionalOptions extends KeyedOptions {
  ifMatch?: string
}

type ListedEvent = InvoiceEvent | RecurringEvent | CustomerEvent | ImportCompletedEvent
type WebhookEvent = ListedEvent | WebhookEndpointTestEvent

export interface Webhook<E extends WebhookEvent = WebhookEvent> {
  id: string
  type: E['type']
  created_at: string
  sequence: number
  data: E
}

export type PublishedEvent = Webhook<ListedEvent>

export class DuewellError extends Error {
  override name = 'DuewellError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

interface Sent extends ConditionalOptions {
  query?: Readonly<Record<string, QueryValue | undefined>>
  body?: unknown
  type?: string
}

export class Connection {
  readonly #options: DuewellOptions

  constructor(options: DuewellOptions) {
    this.#options = options
  }

  async json<T>(method: string, path: string, sent: Sent): Promise<T> {
    const response = await this.send(method, path, sent)
    return (response.status === 204 ? undefined : await response.json()) as T
  }

  async send(method: string, path: string, sent: Sent): Promise<Response> {
    const { apiKey, url, retries = 2, fetch: send = fetch } = this.#options
    const { query = {}, body, type = 'application/json', ifMatch, signal, onResponse } = sent
    const address = new URL(`${url}${path}`)
    for (const [name, value] of Object.entries(query).flatMap(parametersOf)) {
      address.searchParams.append(name, value)
    }
    const key = sent.idempotencyKey ?? (method === 'GET' ? undefined : crypto.randomUUID())
    const request: RequestInit = {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': type }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }
    for (let left = retries; ; left -= 1) {
      const response = await send(address, request).catch((error: unknown) => {
        if (left === 0 || signal?.aborted) throw error
        return undefined
      })
      if (response) onResponse?.(response)
      if (response?.ok) return response
      const seconds = response ? response.headers.get('retry-after') : 1
      if (left === 0 || seconds === null) throw await errorOf(response)
      await response?.body?.cancel()
      await pause(Number(seconds) * 1_000, signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

type QueryValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>>

function parametersOf([name, value]: [string, QueryValue | undefined]): [string, string][] {
  if (value === undefined) return []
  if (typeof value !== 'object') return [[name, String(value)]]
  const nameOf = (key: string) => (Array.isArray(value) ? name : `${name}[${key}]`)
  return Object.entries(value).map(([key, one]) => [nameOf(key), one])
}

async function errorOf(response: Response | undefined): Promise<Error> {
  const text = (await response?.text()) ?? ''
  try {
    return new DuewellError(JSON.parse(text) as Problem)
  } catch {
    return new Error(`the API answers ${response?.status}: ${text.slice(0, 200)}`)
  }
}

export class Duewell extends Connection {
  /** Create an invoice. */
  createInvoice(body: NewInvoice, options: KeyedOptions = {}): Promise<Invoice> {
    return this.json('POST', `/v1/invoices`, { ...options, body })
  }

  /** List invoices. */
  listInvoices(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      status?: Array<'draft' | 'sent' | 'viewed' | 'overdue' | 'paid' | 'void'> | undefined
      customer?: string | undefined
      currency?: string | undefined
      import?: string | undefined
      recurring?: string | undefined
      due_after?: string | undefined
      due_before?: string | undefined
      created_from?: string | undefined
      created_before?: string | undefined
      /** Minor units */
      amount_min?: number | undefined
      /** Minor units */
      amount_max?: number | undefined
      metadata?: Record<string, string> | undefined
      q?: string | undefined
      sort?: 'created' | '-created' | 'due' | '-due' | 'amount' | '-amount' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<InvoiceList> {
    return this.json('GET', `/v1/invoices`, { ...options, query })
  }

  /** Export invoices. */
  exportInvoices(
    query: {
      status?: Array<'draft' | 'sent' | 'viewed' | 'overdue' | 'paid' | 'void'> | undefined
      customer?: string | undefined
      currency?: string | undefined
      import?: string | undefined
      recurring?: string | undefined
      due_after?: string | undefined
      due_before?: string | undefined
      created_from?: string | undefined
      created_before?: string | undefined
      /** Minor units */
      amount_min?: number | undefined
      /** Minor units */
      amount_max?: number | undefined
      metadata?: Record<string, string> | undefined
      q?: string | undefined
      sort?: 'created' | '-created' | 'due' | '-due' | 'amount' | '-amount' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<Response> {
    return this.send('GET', `/v1/invoices.csv`, { ...options, query })
  }

  /** Read an invoice. */
  getInvoice(id: string, options: RequestOptions = {}): Promise<Invoice> {
    return this.json('GET', `/v1/invoices/${encodeURIComponent(id)}`, { ...options })
  }

  /** Change an invoice. */
  changeInvoice(id: string, body: InvoiceChanges, options: ConditionalOptions = {}): Promise<ChangedInvoice> {
    return this.json('PATCH', `/v1/invoices/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** Delete a draft. */
  deleteInvoice(id: string, options: KeyedOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/invoices/${encodeURIComponent(id)}`, { ...options })
  }

  /** Send a draft. */
  sendInvoice(id: string, options: KeyedOptions = {}): Promise<Invoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/send`, { ...options })
  }

  /** Make a link to see what the customer sees. */
  previewInvoice(id: string, options: KeyedOptions = {}): Promise<Preview> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/preview`, { ...options })
  }

  /** Read the timeline. */
  listInvoiceEvents(
    id: string,
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<InvoiceEventList> {
    return this.json('GET', `/v1/invoices/${encodeURIComponent(id)}/events`, { ...options, query })
  }

  /** List the credit notes of an invoice. */
  listInvoiceCreditNotes(id: string, options: RequestOptions = {}): Promise<CreditNoteList> {
    return this.json('GET', `/v1/invoices/${encodeURIComponent(id)}/credit_notes`, { ...options })
  }

  /** Issue a credit note. */
  creditInvoice(id: string, body: CreditRequest, options: KeyedOptions = {}): Promise<InvoiceWithCreditNote> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/credit_notes`, { ...options, body })
  }

  /** Read what happens next. */
  getUpcoming(id: string, options: RequestOptions = {}): Promise<Upcoming> {
    return this.json('GET', `/v1/invoices/${encodeURIComponent(id)}/next`, { ...options })
  }

  /** Read the invoice as a PDF. */
  getInvoicePdf(id: string, options: RequestOptions = {}): Promise<Response> {
    return this.send('GET', `/v1/invoices/${encodeURIComponent(id)}/pdf`, { ...options })
  }

  /** Read the invoice as an e-invoice. */
  getEinvoice(
    id: string,
    query: { format?: 'factur_x' | 'xrechnung' | 'peppol' | undefined } = {},
    options: RequestOptions = {},
  ): Promise<Einvoice> {
    return this.json('GET', `/v1/invoices/${encodeURIComponent(id)}/einvoice`, { ...options, query })
  }

  /** Send a reminder now. */
  remindCustomer(id: string, body: RemindRequest = {}, options: KeyedOptions = {}): Promise<ChangedInvoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/remind`, { ...options, body })
  }

  /** Place a hold. */
  pauseInvoice(id: string, body: PauseRequest = {}, options: KeyedOptions = {}): Promise<ChangedInvoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/pause`, { ...options, body })
  }

  /** Release the hold. */
  resumeInvoice(id: string, body: ResumeRequest = {}, options: KeyedOptions = {}): Promise<ChangedInvoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/resume`, { ...options, body })
  }

  /** Replace the payment link. */
  replaceLink(id: string, body: LinkRequest = {}, options: KeyedOptions = {}): Promise<ChangedInvoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/link`, { ...options, body })
  }

  /** Void an invoice. */
  voidInvoice(id: string, body: VoidRequest = {}, options: KeyedOptions = {}): Promise<ChangedInvoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/void`, { ...options, body })
  }

  /** Record a payment. */
  recordPayment(id: string, body: PaymentRequest, options: KeyedOptions = {}): Promise<InvoiceWithPayment> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/payments`, { ...options, body })
  }

  /** Remove a payment. */
  undoPayment(
    id: string,
    payment: string,
    body: UndoRequest = {},
    options: KeyedOptions = {},
  ): Promise<ChangedInvoice> {
    return this.json(
      'POST',
      `/v1/invoices/${encodeURIComponent(id)}/payments/${encodeURIComponent(payment)}/undo`,
      { ...options, body },
    )
  }

  /** Refund a payment. */
  refundInvoice(id: string, body: RefundRequest, options: KeyedOptions = {}): Promise<InvoiceWithRefund> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/refunds`, { ...options, body })
  }

  /** Advance the test clock. */
  advanceInvoiceClock(id: string, body: ClockRequest, options: KeyedOptions = {}): Promise<AdvancedInvoice> {
    return this.json('POST', `/v1/invoices/${encodeURIComponent(id)}/clock`, { ...options, body })
  }

  /** List credit notes. */
  listCreditNotes(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      invoice?: string | undefined
      customer?: string | undefined
      created_from?: string | undefined
      created_before?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<CreditNoteList> {
    return this.json('GET', `/v1/credit_notes`, { ...options, query })
  }

  /** Read a credit note. */
  getCreditNote(id: string, options: RequestOptions = {}): Promise<CreditNote> {
    return this.json('GET', `/v1/credit_notes/${encodeURIComponent(id)}`, { ...options })
  }

  /** Read the credit note as a PDF. */
  getCreditNotePdf(id: string, options: RequestOptions = {}): Promise<Response> {
    return this.send('GET', `/v1/credit_notes/${encodeURIComponent(id)}/pdf`, { ...options })
  }

  /** Read the credit note as an e-invoice. */
  getCreditNoteEinvoice(
    id: string,
    query: { format?: 'factur_x' | 'xrechnung' | 'peppol' | undefined } = {},
    options: RequestOptions = {},
  ): Promise<Response> {
    return this.send('GET', `/v1/credit_notes/${encodeURIComponent(id)}/einvoice`, { ...options, query })
  }

  /** Create a recurring invoice. */
  createRecurringInvoice(body: NewRecurringInvoice, options: KeyedOptions = {}): Promise<RecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices`, { ...options, body })
  }

  /** List recurring invoices. */
  listRecurringInvoices(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      status?: 'active' | 'paused' | 'ended' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<RecurringInvoiceList> {
    return this.json('GET', `/v1/recurring_invoices`, { ...options, query })
  }

  /** Show the first occurrences. */
  previewRecurringInvoice(
    body: NewRecurringInvoice,
    options: KeyedOptions = {},
  ): Promise<RecurringInvoicePreview> {
    return this.json('POST', `/v1/recurring_invoices/preview`, { ...options, body })
  }

  /** Read a recurring invoice. */
  getRecurringInvoice(id: string, options: RequestOptions = {}): Promise<RecurringInvoice> {
    return this.json('GET', `/v1/recurring_invoices/${encodeURIComponent(id)}`, { ...options })
  }

  /** Change a recurring invoice. */
  changeRecurringInvoice(
    id: string,
    body: RecurringInvoiceChanges,
    options: ConditionalOptions = {},
  ): Promise<ChangedRecurringInvoice> {
    return this.json('PATCH', `/v1/recurring_invoices/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** Read the timeline. */
  listRecurringInvoiceEvents(
    id: string,
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<RecurringEventList> {
    return this.json('GET', `/v1/recurring_invoices/${encodeURIComponent(id)}/events`, { ...options, query })
  }

  /** Pause. */
  pauseRecurringInvoice(id: string, options: KeyedOptions = {}): Promise<ChangedRecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices/${encodeURIComponent(id)}/pause`, { ...options })
  }

  /** Resume. */
  resumeRecurringInvoice(id: string, options: KeyedOptions = {}): Promise<ChangedRecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices/${encodeURIComponent(id)}/resume`, { ...options })
  }

  /** End. */
  endRecurringInvoice(id: string, options: KeyedOptions = {}): Promise<ChangedRecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices/${encodeURIComponent(id)}/end`, { ...options })
  }

  /** Skip the next occurrence. */
  skipOccurrence(
    id: string,
    body: OccurrenceRequest = {},
    options: KeyedOptions = {},
  ): Promise<ChangedRecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices/${encodeURIComponent(id)}/skip`, { ...options, body })
  }

  /** Try failed occurrences again. */
  retryOccurrence(
    id: string,
    body: OccurrenceRequest = {},
    options: KeyedOptions = {},
  ): Promise<ChangedRecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices/${encodeURIComponent(id)}/retry`, { ...options, body })
  }

  /** Advance the test clock. */
  advanceRecurringClock(
    id: string,
    body: ClockRequest,
    options: KeyedOptions = {},
  ): Promise<ChangedRecurringInvoice> {
    return this.json('POST', `/v1/recurring_invoices/${encodeURIComponent(id)}/clock`, { ...options, body })
  }

  /** Create a customer. */
  createCustomer(body: NewCustomer, options: KeyedOptions = {}): Promise<Customer> {
    return this.json('POST', `/v1/customers`, { ...options, body })
  }

  /** List customers. */
  listCustomers(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      email?: string | undefined
      /** Words of the name and the e-mail address, found inside words from three letters on */
      q?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<CustomerList> {
    return this.json('GET', `/v1/customers`, { ...options, query })
  }

  /** Read a customer. */
  getCustomer(id: string, options: RequestOptions = {}): Promise<Customer> {
    return this.json('GET', `/v1/customers/${encodeURIComponent(id)}`, { ...options })
  }

  /** Change a customer. */
  changeCustomer(id: string, body: CustomerChanges, options: ConditionalOptions = {}): Promise<Customer> {
    return this.json('PATCH', `/v1/customers/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** List the invoices of a customer. */
  listCustomerInvoices(
    id: string,
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      status?: Array<'draft' | 'sent' | 'viewed' | 'overdue' | 'paid' | 'void'> | undefined
      currency?: string | undefined
      import?: string | undefined
      recurring?: string | undefined
      due_after?: string | undefined
      due_before?: string | undefined
      created_from?: string | undefined
      created_before?: string | undefined
      /** Minor units */
      amount_min?: number | undefined
      /** Minor units */
      amount_max?: number | undefined
      metadata?: Record<string, string> | undefined
      q?: string | undefined
      sort?: 'created' | '-created' | 'due' | '-due' | 'amount' | '-amount' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<InvoiceList> {
    return this.json('GET', `/v1/customers/${encodeURIComponent(id)}/invoices`, { ...options, query })
  }

  /** Read the timeline. */
  listCustomerEvents(
    id: string,
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<CustomerEventList> {
    return this.json('GET', `/v1/customers/${encodeURIComponent(id)}/events`, { ...options, query })
  }

  /** Erase the personal data of a customer. */
  eraseCustomer(id: string, body: EraseRequest = {}, options: KeyedOptions = {}): Promise<Customer> {
    return this.json('POST', `/v1/customers/${encodeURIComponent(id)}/erase`, { ...options, body })
  }

  /** Upload a file. */
  uploadImport(
    body: string,
    query: {
      encoding?: 'utf-8' | 'windows-1252' | undefined
      delimiter?: 'comma' | 'semicolon' | 'tab' | undefined
      decimal?: 'point' | 'comma' | undefined
      date_format?: 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'MM/DD/YYYY' | 'YYYY/MM/DD' | undefined
      unread_columns?: 'ask' | 'ignore' | undefined
      prices_include_tax?: 'yes' | 'no' | undefined
    } = {},
    options: KeyedOptions = {},
  ): Promise<UploadedImport> {
    return this.json('POST', `/v1/imports`, { ...options, query, body, type: 'text/csv' })
  }

  /** List imports. */
  listImports(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<ImportList> {
    return this.json('GET', `/v1/imports`, { ...options, query })
  }

  /** Read the template of a file. */
  getImportTemplate(options: RequestOptions = {}): Promise<Response> {
    return this.send('GET', `/v1/imports/template.csv`, { ...options })
  }

  /** Read the guide to the columns. */
  getColumnGuide(options: RequestOptions = {}): Promise<ColumnGuide> {
    return this.json('GET', `/v1/imports/columns`, { ...options })
  }

  /** Read an import. */
  getImport(id: string, options: RequestOptions = {}): Promise<Import> {
    return this.json('GET', `/v1/imports/${encodeURIComponent(id)}`, { ...options })
  }

  /** Read the file in another way. */
  changeImportSettings(id: string, body: ImportSettings, options: ConditionalOptions = {}): Promise<Import> {
    return this.json('PATCH', `/v1/imports/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** List the rows of an import. */
  listImportRows(
    id: string,
    query: {
      which?: 'valid' | 'invalid' | 'duplicate' | undefined
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<ImportRowList> {
    return this.json('GET', `/v1/imports/${encodeURIComponent(id)}/rows`, { ...options, query })
  }

  /** Read the rows that are left out as a file. */
  getImportErrors(id: string, options: RequestOptions = {}): Promise<Response> {
    return this.send('GET', `/v1/imports/${encodeURIComponent(id)}/errors.csv`, { ...options })
  }

  /** Read the progress. */
  getImportProgress(id: string, options: RequestOptions = {}): Promise<ImportProgress> {
    return this.json('GET', `/v1/imports/${encodeURIComponent(id)}/progress`, { ...options })
  }

  /** Send the invoices of an import. */
  confirmImport(id: string, body: ConfirmRequest, options: KeyedOptions = {}): Promise<Import> {
    return this.json('POST', `/v1/imports/${encodeURIComponent(id)}/confirm`, { ...options, body })
  }

  /** Pause sending. */
  pauseImport(id: string, options: KeyedOptions = {}): Promise<Import> {
    return this.json('POST', `/v1/imports/${encodeURIComponent(id)}/pause`, { ...options })
  }

  /** Resume sending. */
  resumeImport(id: string, options: KeyedOptions = {}): Promise<Import> {
    return this.json('POST', `/v1/imports/${encodeURIComponent(id)}/resume`, { ...options })
  }

  /** Cancel an import. */
  cancelImport(id: string, options: KeyedOptions = {}): Promise<Import> {
    return this.json('POST', `/v1/imports/${encodeURIComponent(id)}/cancel`, { ...options })
  }

  /** Read the summary. */
  getSummary(
    query: { from?: string | undefined; to?: string | undefined } = {},
    options: RequestOptions = {},
  ): Promise<Summary> {
    return this.json('GET', `/v1/summary`, { ...options, query })
  }

  /** List payout accounts. */
  listPayoutAccounts(options: RequestOptions = {}): Promise<PayoutAccountList> {
    return this.json('GET', `/v1/payout_accounts`, { ...options })
  }

  /** Read the payout account of a currency. */
  getPayoutAccount(currency: string, options: RequestOptions = {}): Promise<PayoutAccount> {
    return this.json('GET', `/v1/payout_accounts/${encodeURIComponent(currency)}`, { ...options })
  }

  /** Set the payout account of a currency. */
  setPayoutAccount(
    currency: string,
    body: PayoutAccountRequest,
    options: ConditionalOptions = {},
  ): Promise<PayoutAccount> {
    return this.json('PUT', `/v1/payout_accounts/${encodeURIComponent(currency)}`, { ...options, body })
  }

  /** Remove the payout account of a currency. */
  deletePayoutAccount(currency: string, options: ConditionalOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/payout_accounts/${encodeURIComponent(currency)}`, { ...options })
  }

  /** Read the reconciliation. */
  getReconciliation(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<Reconciliation> {
    return this.json('GET', `/v1/reconciliation`, { ...options, query })
  }

  /** Acknowledge a finding. */
  acknowledgeFinding(
    id: string,
    body: AcknowledgeRequest = {},
    options: KeyedOptions = {},
  ): Promise<Finding> {
    return this.json('POST', `/v1/reconciliation/${encodeURIComponent(id)}/acknowledge`, { ...options, body })
  }

  /** List suppressed addresses. */
  listSuppressedAddresses(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      status?: 'suppressed' | 'reopened' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<SuppressedAddressList> {
    return this.json('GET', `/v1/suppressed_addresses`, { ...options, query })
  }

  /** Open an address again. */
  reopenAddress(address: string, options: KeyedOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/suppressed_addresses/${encodeURIComponent(address)}`, { ...options })
  }

  /** List events. */
  listEvents(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: number | undefined
      /** The `sequence` of the last event that you have */
      after?: number | undefined
      type?:
        | Array<
            | 'invoice.issued'
            | 'invoice.sent'
            | 'invoice.delivered'
            | 'invoice.delivery_delayed'
            | 'invoice.delivery_not_needed'
            | 'invoice.delivery_failed'
            | 'invoice.address_reopened'
            | 'invoice.viewed'
            | 'invoice.receipt_sent'
            | 'invoice.receipt_failed'
            | 'invoice.merchant_notified'
            | 'invoice.merchant_notification_failed'
            | 'invoice.payment_started'
            | 'invoice.payment_authorizing'
            | 'invoice.payment_processing'
            | 'invoice.payment_status_unknown'
            | 'invoice.payment_failed'
            | 'invoice.payment_settled'
            | 'invoice.payment_reversed'
            | 'invoice.payment_reversal_accepted'
            | 'invoice.payment_reinstated'
            | 'invoice.payment_amount_unreadable'
            | 'invoice.payment_currency_mismatched'
            | 'invoice.payment_currency_mismatch_resolved'
            | 'invoice.payment_amount_unreadable_resolved'
            | 'invoice.manual_payment_recorded'
            | 'invoice.manual_payment_removed'
            | 'invoice.deposit_paid'
            | 'invoice.paid'
            | 'invoice.overpayment_recorded'
            | 'invoice.refund_requested'
            | 'invoice.refund_submitted'
            | 'invoice.refund_status_unknown'
            | 'invoice.refund_executed'
            | 'invoice.refund_failed'
            | 'invoice.refund_notice_sent'
            | 'invoice.refund_notice_failed'
            | 'invoice.manual_refund_recorded'
            | 'invoice.credited'
            | 'invoice.credit_note_sent'
            | 'invoice.credit_note_failed'
            | 'invoice.amended'
            | 'invoice.reminder_requested'
            | 'invoice.reminded'
            | 'invoice.reminder_skipped'
            | 'invoice.reminder_failed'
            | 'invoice.hold_placed'
            | 'invoice.hold_released'
            | 'invoice.overdue'
            | 'invoice.clock_advanced'
            | 'invoice.link_expired'
            | 'invoice.link_regenerated'
            | 'invoice.link_requested'
            | 'invoice.void_requested'
            | 'invoice.voided'
            | 'invoice.void_notice_sent'
            | 'invoice.void_notice_failed'
            | 'invoice.void_cancelled'
            | 'recurring_invoice.created'
            | 'recurring_invoice.changed'
            | 'recurring_invoice.paused'
            | 'recurring_invoice.resumed'
            | 'recurring_invoice.ended'
            | 'recurring_invoice.clock_advanced'
            | 'recurring_invoice.occurrence_due'
            | 'recurring_invoice.occurrence_issued'
            | 'recurring_invoice.occurrence_drafted'
            | 'recurring_invoice.occurrence_failed'
            | 'recurring_invoice.occurrences_skipped'
            | 'recurring_invoice.merchant_notified'
            | 'recurring_invoice.merchant_notification_failed'
            | 'customer.created'
            | 'customer.updated'
            | 'customer.erased'
            | 'import.completed'
          >
        | undefined
      invoice?: string | undefined
      customer?: string | undefined
      recurring?: string | undefined
      created_from?: string | undefined
      created_before?: string | undefined
      sort?: 'created' | '-created' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<PublishedEventList> {
    return this.json('GET', `/v1/events`, { ...options, query })
  }

  /** Read an event. */
  getEvent(id: string, options: RequestOptions = {}): Promise<PublishedEvent> {
    return this.json('GET', `/v1/events/${encodeURIComponent(id)}`, { ...options })
  }

  /** Create a webhook endpoint. */
  createWebhookEndpoint(
    body: NewWebhookEndpointRequest,
    options: KeyedOptions = {},
  ): Promise<NewWebhookEndpoint> {
    return this.json('POST', `/v1/webhook_endpoints`, { ...options, body })
  }

  /** List webhook endpoints. */
  listWebhookEndpoints(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<WebhookEndpointList> {
    return this.json('GET', `/v1/webhook_endpoints`, { ...options, query })
  }

  /** Read a webhook endpoint. */
  getWebhookEndpoint(id: string, options: RequestOptions = {}): Promise<WebhookEndpoint> {
    return this.json('GET', `/v1/webhook_endpoints/${encodeURIComponent(id)}`, { ...options })
  }

  /** Change a webhook endpoint. */
  changeWebhookEndpoint(
    id: string,
    body: WebhookEndpointChanges,
    options: ConditionalOptions = {},
  ): Promise<WebhookEndpoint> {
    return this.json('PATCH', `/v1/webhook_endpoints/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** Delete a webhook endpoint. */
  deleteWebhookEndpoint(id: string, options: KeyedOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/webhook_endpoints/${encodeURIComponent(id)}`, { ...options })
  }

  /** Replace the secret. */
  rotateWebhookSecret(
    id: string,
    body: OverlapRequest = {},
    options: KeyedOptions = {},
  ): Promise<NewWebhookEndpoint> {
    return this.json('POST', `/v1/webhook_endpoints/${encodeURIComponent(id)}/rotate_secret`, {
      ...options,
      body,
    })
  }

  /** Send a test event. */
  testWebhookEndpoint(id: string, options: KeyedOptions = {}): Promise<WebhookDelivery> {
    return this.json('POST', `/v1/webhook_endpoints/${encodeURIComponent(id)}/test`, { ...options })
  }

  /** Send the events of a time again. */
  redeliverWebhooks(
    id: string,
    body: RedeliveryRequest,
    options: KeyedOptions = {},
  ): Promise<WebhookRedelivery> {
    return this.json('POST', `/v1/webhook_endpoints/${encodeURIComponent(id)}/redeliver`, {
      ...options,
      body,
    })
  }

  /** List webhook deliveries. */
  listWebhookDeliveries(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      endpoint?: string | undefined
      event?: string | undefined
      status?: 'pending' | 'retrying' | 'succeeded' | 'failed' | 'cancelled' | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<WebhookDeliveryList> {
    return this.json('GET', `/v1/webhook_deliveries`, { ...options, query })
  }

  /** Read a webhook delivery. */
  getWebhookDelivery(id: string, options: RequestOptions = {}): Promise<WebhookDeliveryDetail> {
    return this.json('GET', `/v1/webhook_deliveries/${encodeURIComponent(id)}`, { ...options })
  }

  /** Send a webhook again. */
  redeliverWebhook(id: string, options: KeyedOptions = {}): Promise<WebhookDelivery> {
    return this.json('POST', `/v1/webhook_deliveries/${encodeURIComponent(id)}/redeliver`, { ...options })
  }

  /** Read the profile. */
  getProfile(options: RequestOptions = {}): Promise<Profile> {
    return this.json('GET', `/v1/profile`, { ...options })
  }

  /** Change the profile. */
  changeProfile(body: ProfileChanges, options: ConditionalOptions = {}): Promise<Profile> {
    return this.json('PATCH', `/v1/profile`, { ...options, body })
  }

  /** List versions of the profile. */
  listProfileVersions(options: RequestOptions = {}): Promise<ProfileVersionList> {
    return this.json('GET', `/v1/profile/versions`, { ...options })
  }

  /** Read a version of the profile. */
  getProfileVersion(version: string, options: RequestOptions = {}): Promise<ProfileVersion> {
    return this.json('GET', `/v1/profile/versions/${encodeURIComponent(version)}`, { ...options })
  }

  /** Read the branding. */
  getBranding(options: RequestOptions = {}): Promise<Branding> {
    return this.json('GET', `/v1/branding`, { ...options })
  }

  /** Change the branding. */
  changeBranding(body: BrandingChanges, options: ConditionalOptions = {}): Promise<Branding> {
    return this.json('PATCH', `/v1/branding`, { ...options, body })
  }

  /** Read the logo. */
  getLogo(options: RequestOptions = {}): Promise<Response> {
    return this.send('GET', `/v1/branding/logo`, { ...options })
  }

  /** Upload a logo. */
  setLogo(body: unknown, options: ConditionalOptions = {}): Promise<Branding> {
    return this.json('PUT', `/v1/branding/logo`, { ...options, body, type: 'image/png' })
  }

  /** Remove the logo. */
  deleteLogo(options: ConditionalOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/branding/logo`, { ...options })
  }

  /** List the templates. */
  listEmailTemplates(options: RequestOptions = {}): Promise<EmailTemplateList> {
    return this.json('GET', `/v1/email_templates`, { ...options })
  }

  /** Read a template. */
  getEmailTemplate(kind: string, options: RequestOptions = {}): Promise<EmailTemplate> {
    return this.json('GET', `/v1/email_templates/${encodeURIComponent(kind)}`, { ...options })
  }

  /** Change a template. */
  changeEmailTemplate(
    kind: string,
    body: EmailTemplateChanges,
    options: ConditionalOptions = {},
  ): Promise<EmailTemplate> {
    return this.json('PATCH', `/v1/email_templates/${encodeURIComponent(kind)}`, { ...options, body })
  }

  /** Preview a message. */
  previewEmail(
    kind: string,
    body: EmailPreviewRequest = {},
    options: KeyedOptions = {},
  ): Promise<EmailPreview> {
    return this.json('POST', `/v1/email_templates/${encodeURIComponent(kind)}/preview`, { ...options, body })
  }

  /** Send a sample to a person of the merchant. */
  sendTestEmail(kind: string, body: EmailTestRequest, options: KeyedOptions = {}): Promise<EmailTest> {
    return this.json('POST', `/v1/email_templates/${encodeURIComponent(kind)}/test`, { ...options, body })
  }

  /** Read the settings. */
  getSettings(options: RequestOptions = {}): Promise<Settings> {
    return this.json('GET', `/v1/settings`, { ...options })
  }

  /** Change settings. */
  changeSettings(body: SettingsChanges, options: ConditionalOptions = {}): Promise<Settings> {
    return this.json('PATCH', `/v1/settings`, { ...options, body })
  }

  /** List changes of settings. */
  listSettingChanges(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
      setting?:
        | 'api_key'
        | 'branding'
        | 'email_template'
        | 'payout_account'
        | 'profile'
        | 'reminder_plan'
        | 'settings'
        | 'suppressed_address'
        | 'team_invitation'
        | 'team_member'
        | 'webhook_endpoint'
        | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<SettingChangeList> {
    return this.json('GET', `/v1/setting_changes`, { ...options, query })
  }

  /** Create an API key. */
  createApiKey(body: NewApiKeyRequest, options: KeyedOptions = {}): Promise<NewApiKey> {
    return this.json('POST', `/v1/api_keys`, { ...options, body })
  }

  /** List API keys. */
  listApiKeys(
    query: {
      limit?: number | undefined
      /** `next_cursor` of the page before */
      cursor?: string | undefined
    } = {},
    options: RequestOptions = {},
  ): Promise<ApiKeyList> {
    return this.json('GET', `/v1/api_keys`, { ...options, query })
  }

  /** Read an API key. */
  getApiKey(id: string, options: RequestOptions = {}): Promise<ApiKey> {
    return this.json('GET', `/v1/api_keys/${encodeURIComponent(id)}`, { ...options })
  }

  /** Revoke an API key. */
  revokeApiKey(id: string, options: KeyedOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/api_keys/${encodeURIComponent(id)}`, { ...options })
  }

  /** Replace an API key. */
  rotateApiKey(id: string, body: OverlapRequest = {}, options: KeyedOptions = {}): Promise<NewApiKey> {
    return this.json('POST', `/v1/api_keys/${encodeURIComponent(id)}/rotate`, { ...options, body })
  }

  /** Read members and open invitations. */
  getTeam(options: RequestOptions = {}): Promise<Team> {
    return this.json('GET', `/v1/team`, { ...options })
  }

  /** Invite a person. */
  invitePerson(body: NewInvitationRequest, options: KeyedOptions = {}): Promise<TeamInvitation> {
    return this.json('POST', `/v1/team/invitations`, { ...options, body })
  }

  /** Cancel an invitation. */
  cancelInvitation(id: string, options: KeyedOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/team/invitations/${encodeURIComponent(id)}`, { ...options })
  }

  /** Change the role of a member. */
  changeMember(id: string, body: MemberChanges, options: KeyedOptions = {}): Promise<TeamMember> {
    return this.json('PATCH', `/v1/team/members/${encodeURIComponent(id)}`, { ...options, body })
  }

  /** Remove a member. */
  removeMember(id: string, options: KeyedOptions = {}): Promise<void> {
    return this.json('DELETE', `/v1/team/members/${encodeURIComponent(id)}`, { ...options })
  }
}

export type NewInvoice = {
  customer:
    | {
        /** A customer, `cus_…` */
        id: string
      }
    | {
        name: string
        email: string
        /** E.164 */
        phone?: string | undefined
        company_number?: string | undefined
        tax_number?: string | undefined
        /** With the code of its country first */
        vat_number?: string | undefined
        billing_address?:
          | {
              text: string
            }
          | {
              line1: string
              line2?: string | undefined
              city: string
              postal_code?: string | undefined
              /** ISO 3166-1 alpha-2 code */
              country: string
            }
          | undefined
        electronic_address?:
          | {
              /** A code of the list EAS */
              scheme: string
              value: string
            }
          | undefined
        /** The e-invoice that the mail attaches */
        einvoice_format?: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | undefined
        cc?: Array<string> | undefined
      }
  /** ISO 4217 code */
  currency: string
  due_date: string
  issue_date?: string | undefined
  /** Minor units: 12.50 GBP is `1250` */
  amount_paid?: number | undefined
  description: string
  /** Minor units: 12.50 GBP is `1250` */
  amount?: number | undefined
  lines?:
    | Array<{
        description: string
        /** a number, with at most 6 decimals */
        quantity?: number | string | undefined
        /** Unit of the quantity: a code of UN/ECE Recommendation 20, such as HUR for hours */
        unit?:
          | 'C62'
          | 'H87'
          | 'SET'
          | 'NPR'
          | 'XPK'
          | 'LS'
          | 'D68'
          | 'MIN'
          | 'HUR'
          | 'DAY'
          | 'WEE'
          | 'MON'
          | 'ANN'
          | 'GRM'
          | 'KGM'
          | 'TNE'
          | 'CMT'
          | 'MTR'
          | 'KMT'
          | 'MTK'
          | 'MTQ'
          | 'LTR'
          | 'KWH'
          | undefined
        /** Minor units: 12.50 GBP is `1250` */
        unit_amount?: number | undefined
        /** a number of minor units, with at most 6 decimals */
        unit_amount_decimal?: number | string | undefined
        /** Taken off the line */
        discounts?:
          | Array<
              | {
                  /** Minor units: 12.50 GBP is `1250` */
                  amount: number
                  description?: string | undefined
                }
              | {
                  /** a percentage, with at most 6 decimals */
                  percent: number | string
                  description?: string | undefined
                }
            >
          | undefined
        /** Added to the line */
        charges?:
          | Array<
              | {
                  /** Minor units: 12.50 GBP is `1250` */
                  amount: number
                  description?: string | undefined
                }
              | {
                  /** a percentage, with at most 6 decimals */
                  percent: number | string
                  description?: string | undefined
                }
            >
          | undefined
        /** a percentage, with at most 6 decimals */
        tax_rate?: number | string | undefined
        /** `standard` with a tax rate, and `zero` with a rate of 0, if it is left out */
        tax_category?:
          | 'standard'
          | 'zero'
          | 'exempt'
          | 'reverse_charge'
          | 'intra_community'
          | 'export'
          | 'outside_scope'
          | undefined
        exemption_reason?: string | undefined
      }>
    | undefined
  /** Taken off the sum of the lines */
  discounts?:
    | Array<
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
            description?: string | undefined
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
            description?: string | undefined
          }
      >
    | undefined
  /** Added to the sum of the lines */
  charges?:
    | Array<
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
            description?: string | undefined
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
            description?: string | undefined
          }
      >
    | undefined
  /** Whether the prices of the lines include their tax. The setting, if it is left out */
  prices_include_tax?: boolean | undefined
  number?: string | undefined
  instructions?: string | undefined
  purchase_order?: string | undefined
  buyer_reference?: string | undefined
  delivery_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | undefined
  delivery_date?: string | undefined
  service_period?:
    | {
        from: string
        to: string
      }
    | undefined
  tax_exchange_rate?: number | string | undefined
  /** BCP 47 tag of the language of page, messages and PDFs */
  language?: string | undefined
  deliver?: Array<'email' | 'sms'> | undefined
  /** `draft`, `now`, or an instant with its zone */
  send?: string | undefined
  deposit?:
    | {
        /** Minor units: 12.50 GBP is `1250` */
        amount: number
      }
    | {
        /** a percentage, with at most 6 decimals */
        percent: number | string
      }
    | undefined
  reminders?: ReminderPlanRequest | undefined
  link_expires_at?: string | undefined
  metadata?: Record<string, string> | undefined
}

export type AddressRequest = {
  line1: string
  line2?: string | undefined
  city: string
  postal_code?: string | undefined
  /** ISO 3166-1 alpha-2 code */
  country: string
}

export type ReminderPlanRequest = {
  time?: string | undefined
  steps: Array<{
    days: number
    channel?: 'email' | 'sms' | 'both' | undefined
    text?: string | undefined
  }>
}

export type InvoiceChanges =
  | {
      customer?:
        | {
            id?: string | null | undefined
            name?: string | null | undefined
            email?: string | null | undefined
            phone?: string | null | undefined
            company_number?: string | null | undefined
            tax_number?: string | null | undefined
            vat_number?: string | null | undefined
            billing_address?:
              | {
                  text: string
                }
              | {
                  line1: string
                  line2?: string | undefined
                  city: string
                  postal_code?: string | undefined
                  /** ISO 3166-1 alpha-2 code */
                  country: string
                }
              | null
              | undefined
            electronic_address?:
              | {
                  /** A code of the list EAS */
                  scheme: string
                  value: string
                }
              | null
              | undefined
            einvoice_format?: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | null | undefined
            cc?: Array<string> | null | undefined
          }
        | null
        | undefined
      currency?: string | null | undefined
      due_date?: string | null | undefined
      issue_date?: string | null | undefined
      amount_paid?: number | null | undefined
      description?: string | null | undefined
      amount?: number | null | undefined
      lines?:
        | Array<{
            description: string
            /** a number, with at most 6 decimals */
            quantity?: number | string | undefined
            /** Unit of the quantity: a code of UN/ECE Recommendation 20, such as HUR for hours */
            unit?:
              | 'C62'
              | 'H87'
              | 'SET'
              | 'NPR'
              | 'XPK'
              | 'LS'
              | 'D68'
              | 'MIN'
              | 'HUR'
              | 'DAY'
              | 'WEE'
              | 'MON'
              | 'ANN'
              | 'GRM'
              | 'KGM'
              | 'TNE'
              | 'CMT'
              | 'MTR'
              | 'KMT'
              | 'MTK'
              | 'MTQ'
              | 'LTR'
              | 'KWH'
              | undefined
            /** Minor units: 12.50 GBP is `1250` */
            unit_amount?: number | undefined
            /** a number of minor units, with at most 6 decimals */
            unit_amount_decimal?: number | string | undefined
            /** Taken off the line */
            discounts?:
              | Array<
                  | {
                      /** Minor units: 12.50 GBP is `1250` */
                      amount: number
                      description?: string | undefined
                    }
                  | {
                      /** a percentage, with at most 6 decimals */
                      percent: number | string
                      description?: string | undefined
                    }
                >
              | undefined
            /** Added to the line */
            charges?:
              | Array<
                  | {
                      /** Minor units: 12.50 GBP is `1250` */
                      amount: number
                      description?: string | undefined
                    }
                  | {
                      /** a percentage, with at most 6 decimals */
                      percent: number | string
                      description?: string | undefined
                    }
                >
              | undefined
            /** a percentage, with at most 6 decimals */
            tax_rate?: number | string | undefined
            /** `standard` with a tax rate, and `zero` with a rate of 0, if it is left out */
            tax_category?:
              | 'standard'
              | 'zero'
              | 'exempt'
              | 'reverse_charge'
              | 'intra_community'
              | 'export'
              | 'outside_scope'
              | undefined
            exemption_reason?: string | undefined
          }>
        | null
        | undefined
      discounts?:
        | Array<
            | {
                /** Minor units: 12.50 GBP is `1250` */
                amount: number
                description?: string | undefined
              }
            | {
                /** a percentage, with at most 6 decimals */
                percent: number | string
                description?: string | undefined
              }
          >
        | null
        | undefined
      charges?:
        | Array<
            | {
                /** Minor units: 12.50 GBP is `1250` */
                amount: number
                description?: string | undefined
              }
            | {
                /** a percentage, with at most 6 decimals */
                percent: number | string
                description?: string | undefined
              }
          >
        | null
        | undefined
      prices_include_tax?: boolean | null | undefined
      number?: string | null | undefined
      instructions?: string | null | undefined
      purchase_order?: string | null | undefined
      buyer_reference?: string | null | undefined
      delivery_address?:
        | {
            text: string
          }
        | {
            line1: string
            line2?: string | undefined
            city: string
            postal_code?: string | undefined
            /** ISO 3166-1 alpha-2 code */
            country: string
          }
        | null
        | undefined
      delivery_date?: string | null | undefined
      service_period?:
        | {
            from: string
            to: string
          }
        | null
        | undefined
      tax_exchange_rate?: number | string | null | undefined
      language?: string | null | undefined
      deliver?: Array<'email' | 'sms'> | null | undefined
      send?: string | null | undefined
      deposit?:
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
          }
        | null
        | undefined
      reminders?: ReminderPlanRequest | null | undefined
      link_expires_at?: string | null | undefined
      metadata?: Record<string, string> | null | undefined
    }
  | {
      due_date?: string | undefined
      reminders?: ReminderPlanRequest | null | undefined
      instructions?: string | null | undefined
      link_expires_at?: string | null | undefined
      customer?:
        | {
            email?: string | undefined
            /** E.164 */
            phone?: string | undefined
          }
        | undefined
    }

export type RemindRequest = {
  channel?: 'email' | 'sms' | 'both' | undefined
  text?: string | undefined
}

export type PauseRequest = {
  note?: string | undefined
}

export type ResumeRequest = {
  dates?: 'keep' | 'shift' | undefined
}

export type VoidRequest = {
  note?: string | undefined
  credit_note?: boolean | undefined
  notify?: boolean | undefined
}

export type LinkRequest = {
  expires_at?: string | undefined
  deliver?: Array<'email' | 'sms'> | undefined
}

export type PaymentRequest = {
  /** Minor units: 12.50 GBP is `1250` */
  amount: number
  method: 'cash' | 'transfer' | 'card' | 'cheque' | 'other'
  paid_on?: string | undefined
  note?: string | undefined
  receipt?: boolean | undefined
}

export type UndoRequest = {
  note?: string | undefined
}

export type RefundRequest = {
  /** Minor units: 12.50 GBP is `1250` */
  amount?: number | undefined
  overpayment?: true | undefined
  method?: 'cash' | 'transfer' | 'card' | 'cheque' | 'other' | undefined
  refunded_on?: string | undefined
  credit_note?: boolean | undefined
  note?: string | undefined
}

export type CreditRequest = {
  lines?:
    | Array<{
        line: number
        quantity?: number | string | undefined
      }>
    | undefined
  taxes?:
    | Array<{
        rate: number | string | null
        category?:
          | 'standard'
          | 'zero'
          | 'exempt'
          | 'reverse_charge'
          | 'intra_community'
          | 'export'
          | 'outside_scope'
          | undefined
        /** Minor units: 12.50 GBP is `1250` */
        amount: number
      }>
    | undefined
  /** Minor units: 12.50 GBP is `1250` */
  amount?: number | undefined
  rest?: true | undefined
  reason?: string | undefined
  notify?: boolean | undefined
  note?: string | undefined
}

export type ClockRequest = {
  advance: string
}

export type NewRecurringInvoice = {
  customer:
    | {
        /** A customer, `cus_…` */
        id: string
      }
    | {
        name: string
        email: string
        /** E.164 */
        phone?: string | undefined
        company_number?: string | undefined
        tax_number?: string | undefined
        /** With the code of its country first */
        vat_number?: string | undefined
        billing_address?:
          | {
              text: string
            }
          | {
              line1: string
              line2?: string | undefined
              city: string
              postal_code?: string | undefined
              /** ISO 3166-1 alpha-2 code */
              country: string
            }
          | undefined
        electronic_address?:
          | {
              /** A code of the list EAS */
              scheme: string
              value: string
            }
          | undefined
        /** The e-invoice that the mail attaches */
        einvoice_format?: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | undefined
        cc?: Array<string> | undefined
      }
  /** ISO 4217 code */
  currency: string
  description: string
  /** Minor units: 12.50 GBP is `1250` */
  amount?: number | undefined
  lines?:
    | Array<{
        description: string
        /** a number, with at most 6 decimals */
        quantity?: number | string | undefined
        /** Unit of the quantity: a code of UN/ECE Recommendation 20, such as HUR for hours */
        unit?:
          | 'C62'
          | 'H87'
          | 'SET'
          | 'NPR'
          | 'XPK'
          | 'LS'
          | 'D68'
          | 'MIN'
          | 'HUR'
          | 'DAY'
          | 'WEE'
          | 'MON'
          | 'ANN'
          | 'GRM'
          | 'KGM'
          | 'TNE'
          | 'CMT'
          | 'MTR'
          | 'KMT'
          | 'MTK'
          | 'MTQ'
          | 'LTR'
          | 'KWH'
          | undefined
        /** Minor units: 12.50 GBP is `1250` */
        unit_amount?: number | undefined
        /** a number of minor units, with at most 6 decimals */
        unit_amount_decimal?: number | string | undefined
        /** Taken off the line */
        discounts?:
          | Array<
              | {
                  /** Minor units: 12.50 GBP is `1250` */
                  amount: number
                  description?: string | undefined
                }
              | {
                  /** a percentage, with at most 6 decimals */
                  percent: number | string
                  description?: string | undefined
                }
            >
          | undefined
        /** Added to the line */
        charges?:
          | Array<
              | {
                  /** Minor units: 12.50 GBP is `1250` */
                  amount: number
                  description?: string | undefined
                }
              | {
                  /** a percentage, with at most 6 decimals */
                  percent: number | string
                  description?: string | undefined
                }
            >
          | undefined
        /** a percentage, with at most 6 decimals */
        tax_rate?: number | string | undefined
        /** `standard` with a tax rate, and `zero` with a rate of 0, if it is left out */
        tax_category?:
          | 'standard'
          | 'zero'
          | 'exempt'
          | 'reverse_charge'
          | 'intra_community'
          | 'export'
          | 'outside_scope'
          | undefined
        exemption_reason?: string | undefined
      }>
    | undefined
  /** Taken off the sum of the lines */
  discounts?:
    | Array<
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
            description?: string | undefined
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
            description?: string | undefined
          }
      >
    | undefined
  /** Added to the sum of the lines */
  charges?:
    | Array<
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
            description?: string | undefined
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
            description?: string | undefined
          }
      >
    | undefined
  /** Whether the prices of the lines include their tax. The setting, if it is left out */
  prices_include_tax?: boolean | undefined
  instructions?: string | undefined
  purchase_order?: string | undefined
  buyer_reference?: string | undefined
  delivery_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | undefined
  service_period?:
    | 'current'
    | 'previous'
    | 'next'
    | 'calendar'
    | 'previous_calendar'
    | 'next_calendar'
    | undefined
  tax_exchange_rate?: number | string | undefined
  /** BCP 47 tag of the language of page, messages and PDFs */
  language?: string | undefined
  deliver?: Array<'email' | 'sms'> | undefined
  deposit?:
    | {
        /** Minor units: 12.50 GBP is `1250` */
        amount: number
      }
    | {
        /** a percentage, with at most 6 decimals */
        percent: number | string
      }
    | undefined
  reminders?: ReminderPlanRequest | undefined
  metadata?: Record<string, string> | undefined
  schedule: {
    every?: number | undefined
    unit: 'week' | 'month' | 'quarter' | 'year'
    start: string
    day?: number | undefined
    time?: string | undefined
    end?:
      | {
          date: string
        }
      | {
          count: number
        }
      | undefined
  }
  due_after_days: number
  issue: 'send' | 'draft'
  catch_up?: 'all' | 'latest' | 'none' | undefined
}

export type RecurringInvoiceChanges = {
  customer?:
    | {
        id?: string | null | undefined
        name?: string | null | undefined
        email?: string | null | undefined
        phone?: string | null | undefined
        company_number?: string | null | undefined
        tax_number?: string | null | undefined
        vat_number?: string | null | undefined
        billing_address?:
          | {
              text: string
            }
          | {
              line1: string
              line2?: string | undefined
              city: string
              postal_code?: string | undefined
              /** ISO 3166-1 alpha-2 code */
              country: string
            }
          | null
          | undefined
        electronic_address?:
          | {
              /** A code of the list EAS */
              scheme: string
              value: string
            }
          | null
          | undefined
        einvoice_format?: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | null | undefined
        cc?: Array<string> | null | undefined
      }
    | null
    | undefined
  currency?: string | null | undefined
  description?: string | null | undefined
  amount?: number | null | undefined
  lines?:
    | Array<{
        description: string
        /** a number, with at most 6 decimals */
        quantity?: number | string | undefined
        /** Unit of the quantity: a code of UN/ECE Recommendation 20, such as HUR for hours */
        unit?:
          | 'C62'
          | 'H87'
          | 'SET'
          | 'NPR'
          | 'XPK'
          | 'LS'
          | 'D68'
          | 'MIN'
          | 'HUR'
          | 'DAY'
          | 'WEE'
          | 'MON'
          | 'ANN'
          | 'GRM'
          | 'KGM'
          | 'TNE'
          | 'CMT'
          | 'MTR'
          | 'KMT'
          | 'MTK'
          | 'MTQ'
          | 'LTR'
          | 'KWH'
          | undefined
        /** Minor units: 12.50 GBP is `1250` */
        unit_amount?: number | undefined
        /** a number of minor units, with at most 6 decimals */
        unit_amount_decimal?: number | string | undefined
        /** Taken off the line */
        discounts?:
          | Array<
              | {
                  /** Minor units: 12.50 GBP is `1250` */
                  amount: number
                  description?: string | undefined
                }
              | {
                  /** a percentage, with at most 6 decimals */
                  percent: number | string
                  description?: string | undefined
                }
            >
          | undefined
        /** Added to the line */
        charges?:
          | Array<
              | {
                  /** Minor units: 12.50 GBP is `1250` */
                  amount: number
                  description?: string | undefined
                }
              | {
                  /** a percentage, with at most 6 decimals */
                  percent: number | string
                  description?: string | undefined
                }
            >
          | undefined
        /** a percentage, with at most 6 decimals */
        tax_rate?: number | string | undefined
        /** `standard` with a tax rate, and `zero` with a rate of 0, if it is left out */
        tax_category?:
          | 'standard'
          | 'zero'
          | 'exempt'
          | 'reverse_charge'
          | 'intra_community'
          | 'export'
          | 'outside_scope'
          | undefined
        exemption_reason?: string | undefined
      }>
    | null
    | undefined
  discounts?:
    | Array<
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
            description?: string | undefined
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
            description?: string | undefined
          }
      >
    | null
    | undefined
  charges?:
    | Array<
        | {
            /** Minor units: 12.50 GBP is `1250` */
            amount: number
            description?: string | undefined
          }
        | {
            /** a percentage, with at most 6 decimals */
            percent: number | string
            description?: string | undefined
          }
      >
    | null
    | undefined
  prices_include_tax?: boolean | null | undefined
  instructions?: string | null | undefined
  purchase_order?: string | null | undefined
  buyer_reference?: string | null | undefined
  delivery_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
    | undefined
  service_period?:
    | 'current'
    | 'previous'
    | 'next'
    | 'calendar'
    | 'previous_calendar'
    | 'next_calendar'
    | null
    | undefined
  tax_exchange_rate?: number | string | null | undefined
  language?: string | null | undefined
  deliver?: Array<'email' | 'sms'> | null | undefined
  deposit?:
    | {
        /** Minor units: 12.50 GBP is `1250` */
        amount: number
      }
    | {
        /** a percentage, with at most 6 decimals */
        percent: number | string
      }
    | null
    | undefined
  reminders?: ReminderPlanRequest | null | undefined
  metadata?: Record<string, string> | null | undefined
  schedule?:
    | {
        every?: number | null | undefined
        unit?: 'week' | 'month' | 'quarter' | 'year' | null | undefined
        start?: string | null | undefined
        day?: number | null | undefined
        time?: string | null | undefined
        end?:
          | {
              date: string
            }
          | {
              count: number
            }
          | null
          | undefined
      }
    | null
    | undefined
  due_after_days?: number | null | undefined
  issue?: 'send' | 'draft' | null | undefined
  catch_up?: 'all' | 'latest' | 'none' | null | undefined
}

export type OccurrenceRequest = {
  occurrence?: number | undefined
}

export type NewCustomer = {
  name: string
  email: string
  /** E.164 */
  phone?: string | undefined
  /** BCP 47 tag of the language of page, messages and PDFs */
  language?: string | undefined
  company_number?: string | undefined
  tax_number?: string | undefined
  /** With the code of its country first */
  vat_number?: string | undefined
  billing_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | undefined
  purchase_order?: string | undefined
  buyer_reference?: string | undefined
  delivery_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | undefined
  electronic_address?:
    | {
        /** A code of the list EAS */
        scheme: string
        value: string
      }
    | undefined
  /** The e-invoice that the mail attaches */
  einvoice_format?: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | undefined
  cc?: Array<string> | undefined
}

export type CustomerChanges = {
  name?: string | undefined
  email?: string | undefined
  phone?: string | null | undefined
  language?: string | null | undefined
  company_number?: string | null | undefined
  tax_number?: string | null | undefined
  vat_number?: string | null | undefined
  billing_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
    | undefined
  purchase_order?: string | null | undefined
  buyer_reference?: string | null | undefined
  delivery_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
    | undefined
  electronic_address?:
    | {
        /** A code of the list EAS */
        scheme: string
        value: string
      }
    | null
    | undefined
  einvoice_format?: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | null | undefined
  cc?: Array<string> | null | undefined
}

export type EraseRequest = {
  force?: boolean | undefined
}

export type ImportSettings = {
  encoding?: 'utf-8' | 'windows-1252' | undefined
  delimiter?: 'comma' | 'semicolon' | 'tab' | undefined
  decimal?: 'point' | 'comma' | undefined
  date_format?: 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'MM/DD/YYYY' | 'YYYY/MM/DD' | undefined
  unread_columns?: 'ask' | 'ignore' | undefined
  prices_include_tax?: 'yes' | 'no' | undefined
  columns?: Record<string, string | null> | undefined
}

export type ConfirmRequest = {
  /** The `parse_version` of the review; the import is refused if it was read again since */
  parse_version: number
  rows?: 'valid' | 'all' | undefined
  duplicates?: 'skip' | 'send' | undefined
  deliver?: Array<'email' | 'sms'> | undefined
}

export type PayoutAccountRequest =
  | {
      type: 'merchant_account'
    }
  | {
      type: 'iban'
      iban: string
      holder: string
    }
  | {
      type: 'sort_code'
      sort_code: string
      account_number: string
      holder: string
    }

export type AcknowledgeRequest = {
  note?: string | undefined
}

export type NewWebhookEndpointRequest = {
  url: string
  events?: Array<WebhookEventTypeRequest> | null | undefined
  description?: string | null | undefined
}

export type WebhookEventTypeRequest =
  | 'invoice.issued'
  | 'invoice.sent'
  | 'invoice.delivered'
  | 'invoice.delivery_delayed'
  | 'invoice.delivery_not_needed'
  | 'invoice.delivery_failed'
  | 'invoice.address_reopened'
  | 'invoice.viewed'
  | 'invoice.receipt_sent'
  | 'invoice.receipt_failed'
  | 'invoice.merchant_notified'
  | 'invoice.merchant_notification_failed'
  | 'invoice.payment_started'
  | 'invoice.payment_authorizing'
  | 'invoice.payment_processing'
  | 'invoice.payment_status_unknown'
  | 'invoice.payment_failed'
  | 'invoice.payment_settled'
  | 'invoice.payment_reversed'
  | 'invoice.payment_reversal_accepted'
  | 'invoice.payment_reinstated'
  | 'invoice.payment_amount_unreadable'
  | 'invoice.payment_currency_mismatched'
  | 'invoice.payment_currency_mismatch_resolved'
  | 'invoice.payment_amount_unreadable_resolved'
  | 'invoice.manual_payment_recorded'
  | 'invoice.manual_payment_removed'
  | 'invoice.deposit_paid'
  | 'invoice.paid'
  | 'invoice.overpayment_recorded'
  | 'invoice.refund_requested'
  | 'invoice.refund_submitted'
  | 'invoice.refund_status_unknown'
  | 'invoice.refund_executed'
  | 'invoice.refund_failed'
  | 'invoice.refund_notice_sent'
  | 'invoice.refund_notice_failed'
  | 'invoice.manual_refund_recorded'
  | 'invoice.credited'
  | 'invoice.credit_note_sent'
  | 'invoice.credit_note_failed'
  | 'invoice.amended'
  | 'invoice.reminder_requested'
  | 'invoice.reminded'
  | 'invoice.reminder_skipped'
  | 'invoice.reminder_failed'
  | 'invoice.hold_placed'
  | 'invoice.hold_released'
  | 'invoice.overdue'
  | 'invoice.clock_advanced'
  | 'invoice.link_expired'
  | 'invoice.link_regenerated'
  | 'invoice.link_requested'
  | 'invoice.void_requested'
  | 'invoice.voided'
  | 'invoice.void_notice_sent'
  | 'invoice.void_notice_failed'
  | 'invoice.void_cancelled'
  | 'recurring_invoice.created'
  | 'recurring_invoice.changed'
  | 'recurring_invoice.paused'
  | 'recurring_invoice.resumed'
  | 'recurring_invoice.ended'
  | 'recurring_invoice.clock_advanced'
  | 'recurring_invoice.occurrence_due'
  | 'recurring_invoice.occurrence_issued'
  | 'recurring_invoice.occurrence_drafted'
  | 'recurring_invoice.occurrence_failed'
  | 'recurring_invoice.occurrences_skipped'
  | 'recurring_invoice.merchant_notified'
  | 'recurring_invoice.merchant_notification_failed'
  | 'customer.created'
  | 'customer.updated'
  | 'customer.erased'
  | 'import.completed'

export type WebhookEndpointChanges = {
  url?: string | undefined
  events?: Array<WebhookEventTypeRequest> | null | undefined
  description?: string | null | undefined
  status?: 'enabled' | 'disabled' | undefined
}

export type RedeliveryRequest = {
  since: string
  until?: string | undefined
  events?: 'undelivered' | 'all' | undefined
}

export type ProfileChanges = {
  name?: string | undefined
  email?: string | undefined
  legal_name?: string | null | undefined
  address?: AddressRequest | null | undefined
  phone?: string | null | undefined
  website?: string | null | undefined
  company_number?: string | null | undefined
  tax_number?: string | null | undefined
  vat_number?: string | null | undefined
  electronic_address?:
    | {
        /** A code of the list EAS */
        scheme: string
        value: string
      }
    | null
    | undefined
  einvoice_contact?:
    | {
        name: string
        /** E.164 */
        phone: string
        email: string
      }
    | null
    | undefined
  bank_details?:
    | {
        account_name: string
        iban?: string | undefined
        bic?: string | undefined
        sort_code?: string | undefined
        account_number?: string | undefined
        reference?: 'number' | 'rf' | 'ogm' | 'viite' | 'kid' | 'ocr' | 'fik' | 'qrr' | 'scor' | undefined
        creditor_number?: string | undefined
        show_on_documents?: boolean | undefined
        currencies?: Array<string> | undefined
      }
    | null
    | undefined
  small_business_note?: string | null | undefined
  terms?: string | null | undefined
}

export type BrandingChanges = {
  accent?: string | null | undefined
  secure_badge?: boolean | undefined
}

export type EmailTemplateChanges = {
  subject?: string | null | undefined
  text?: string | null | undefined
  sms_text?: string | null | undefined
  translations?:
    | Record<
        string,
        {
          subject?: string | null | undefined
          text?: string | null | undefined
          sms_text?: string | null | undefined
        } | null
      >
    | undefined
}

export type EmailPreviewRequest = {
  subject?: string | null | undefined
  text?: string | null | undefined
  sms_text?: string | null | undefined
  /** BCP 47 tag of the language of page, messages and PDFs */
  language?: string | undefined
  invoice?: string | undefined
}

export type EmailTestRequest = {
  subject?: string | null | undefined
  text?: string | null | undefined
  sms_text?: string | null | undefined
  /** BCP 47 tag of the language of page, messages and PDFs */
  language?: string | undefined
  to: string
}

export type SettingsChanges = {
  time_zone?: string | undefined
  number_prefix?: string | undefined
  link_lifetime_days?: number | undefined
  reminders?: ReminderPlanRequest | null | undefined
  notices?:
    | {
        paid?: boolean | undefined
        payment_failed?: boolean | undefined
        delivery_failed?: boolean | undefined
        daily_digest?: string | null | undefined
      }
    | undefined
  late_payment_policy?: 'refund' | 'keep' | undefined
  overpayment_policy?: 'refund' | 'keep' | undefined
  credit_note_on_void?: boolean | undefined
  prices_include_tax?: boolean | undefined
  tax_rounding?: 'group' | 'line' | undefined
}

export type NewApiKeyRequest = {
  name: string
  scopes: Array<'read' | 'write' | 'refunds' | 'webhooks'>
  expires_at?: string | undefined
}

export type OverlapRequest = {
  /** How long the earlier one still works: an ISO 8601 duration */
  overlap?: string | undefined
}

export type NewInvitationRequest = {
  email: string
  role: 'member' | 'accountant'
}

export type MemberChanges = {
  role: 'member' | 'accountant'
}

export type Invoice = InvoiceSummary & {
  payments: Array<{
    /** `pat_…` of a payment by bank, `pay_…` of one that was recorded by hand */
    id: string
    /** A reversed payment still counts */
    status: 'received' | 'reversed' | 'removed'
    /** Who carried the money */
    source: 'bank' | 'manual'
    /** Minor units */
    amount: number
    /** The part beyond the amount that was due */
    overpayment: number
    /** The bank’s id at the rail */
    bank: string | null
    /** The method of a payment that was recorded by hand */
    method?: 'cash' | 'transfer' | 'card' | 'cheque' | 'other' | undefined
    /** The day of a payment that was recorded by hand */
    paid_on?: string | undefined
    receipt: {
      /** The e-mail that confirms the payment */
      status: 'none' | 'pending' | 'sent' | 'failed'
    }
    /** When it was recorded */
    at: string
  }>
  /** Money in another currency, which pays nothing */
  currency_mismatched_payments: Array<{
    /** The id */
    id: string
    /** Whether the merchant has decided */
    status: 'waiting' | 'resolved'
    /** Minor units of its own currency */
    amount: number
    /** ISO 4217 code */
    currency: string
    /** When it arrived */
    at: string
  }>
  /** Money whose amount the rail reported in an unreadable form; it pays nothing */
  amount_unreadable_payments: Array<{
    /** The id */
    id: string
    /** Whether the merchant has decided */
    status: 'waiting' | 'resolved'
    /** The amount as the rail reported it */
    reported: string
    /** When it arrived */
    at: string
  }>
  refunds: Array<{
    /** The id */
    id: string
    /** The status; an executed refund can still fail */
    status: 'requested' | 'submitted' | 'executed' | 'failed'
    /** The payment that is refunded */
    payment: string | null
    /** Who carries the money */
    source: 'bank' | 'manual'
    /** The method of a refund that was made by hand */
    method?: 'cash' | 'transfer' | 'card' | 'cheque' | 'other' | undefined
    /** The day of a refund that was made by hand */
    refunded_on?: string | undefined
    /** Minor units */
    amount: number
    /** Why it is refunded */
    reason: 'merchant' | 'overpayment' | 'voided'
    /** The rail’s code */
    failure: string | null
    /** When it was requested */
    requested_at: string
  }>
  /** Oldest first */
  credit_notes: Array<{
    /** The id */
    id: string
    number: string
    /** With tax, in minor units */
    amount: number
    /** When it was issued */
    at: string
  }>
}

export type Einvoice = {
  object: 'einvoice'
  formats: Array<{
    /** The value of the parameter `format` */
    format: 'factur_x' | 'xrechnung' | 'peppol'
    missing: Array<{
      /** The field of the profile, the customer or the invoice */
      field: string
      /** What it has to be */
      detail: string
    }>
  }>
  /** A duty of the seller’s country between businesses, which you fulfil yourself */
  clearance: {
    /** ISO 3166-1 alpha-2 code of the seller */
    country: string
    /** Who gets the invoice besides the customer */
    kind: 'clearance' | 'network' | 'reporting'
    /** Its name */
    system: string
    /** The first day of the duty */
    since: string
    /** Whether the PDF is no invoice for taxes */
    replaces_pdf: boolean
    /** A page of the authority */
    source: string
  } | null
}

export type InvoiceSummary = {
  /** The id */
  id: string
  object: 'invoice'
  /** The mode */
  mode: 'test' | 'live'
  /** The status */
  status: 'draft' | 'sent' | 'viewed' | 'overdue' | 'paid' | 'void'
  /** The number; null in a draft that has none yet */
  number: string | null
  /** What a payment states; no other invoice of the mode has it */
  payment_reference: string | null
  /** The day of issue in the merchant’s time zone */
  issue_date: string | null
  /** ISO 4217 code */
  currency: string
  /** The sum of the lines as priced: before tax, or with it */
  subtotal: number
  /** The discounts of the whole invoice, as priced */
  discount: number
  /** The charges of the whole invoice, as priced */
  charge: number
  /** The sum before tax, in minor units */
  net: number
  /** Minor units */
  tax: number
  /** One for each rate and category, the highest rate first */
  taxes: Array<{
    /** The tax category: S, Z, E, AE, K, G and O of EN 16931 */
    category:
      | 'standard'
      | 'zero'
      | 'exempt'
      | 'reverse_charge'
      | 'intra_community'
      | 'export'
      | 'outside_scope'
    /** Percent */
    rate: string
    /** The sum that the tax is on */
    net: number
    /** Minor units */
    tax: number
    /** Why no tax is charged, in the words of the merchant */
    reason: string | null
  }>
  /** The part of the tax that is not in net times rate, as EN 16931 computes it; an e-invoice states it apart */
  rounding: number
  /** Net and tax, in minor units */
  amount: number
  /** The tax once more, in the currency of the seller’s country; null without a `tax_exchange_rate` */
  national_tax: {
    /** The currency of the seller’s country */
    currency: string
    /** How much of it one unit of the invoice’s currency is worth */
    exchange_rate: string
    /** The tax in minor units of that currency */
    amount: number
  } | null
  /** What is still to be paid */
  amount_due: number
  /** What has paid the invoice */
  amount_paid: number
  /** What was refunded */
  amount_refunded: number
  /** What credit notes took back */
  amount_credited: number
  /** What came beyond the amount */
  amount_overpaid: number
  /** The part that is asked for first */
  deposit: {
    /** Minor units */
    amount: number
    /** Whether the deposit is paid */
    paid: boolean
  } | null
  /** What the payment page asks for now */
  amount_requested: number
  /** The last day on which the invoice is not overdue, in the merchant’s time zone */
  due_date: string
  description: string
  /** Shown to the customer */
  instructions: string | null
  /** The number of the customer’s order */
  purchase_order: string | null
  /** What the customer asked to have stated, such as a Leitweg-ID */
  buyer_reference: string | null
  /** Where it is delivered, if not to the billing address */
  delivery_address:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
  /** The day of the delivery */
  delivery_date: string | null
  /** The period that is invoiced */
  service_period: {
    /** The first day */
    from: string
    /** The last day, included */
    to: string
  } | null
  /** The customer’s language, as a BCP 47 tag */
  language: string | null
  customer: {
    /** The customer */
    id: string
    name: string
    /** Null after the erasure of the customer */
    email: string | null
    /** E.164 */
    phone: string | null
    /** The number in the register of companies */
    company_number: string | null
    /** The tax number */
    tax_number: string | null
    /** The VAT number, with the code of its country first */
    vat_number: string | null
    /** The address, in lines or in parts */
    billing_address:
      | {
          text: string
        }
      | {
          line1: string
          line2?: string | undefined
          city: string
          postal_code?: string | undefined
          /** ISO 3166-1 alpha-2 code */
          country: string
        }
      | null
    /** Where e-invoices are addressed to */
    electronic_address: {
      /** A code of the list EAS */
      scheme: string
      value: string
    } | null
    /** The e-invoice that the mail attaches */
    einvoice_format: 'none' | 'factur_x' | 'xrechnung' | 'peppol'
    /** Addresses that get copies */
    cc: Array<string>
  }
  /** Whether the prices of the lines include their tax */
  prices_include_tax: boolean
  /** The tax is rounded for each rate, or on each line */
  tax_rounding: 'group' | 'line'
  /** Taken off the sum of the lines */
  discounts: Array<{
    /** Minor units; null for a percentage */
    amount: number | null
    /** Percent; null for an amount */
    percent: string | null
    /** What it is for */
    description: string | null
  }>
  /** Added to the sum of the lines */
  charges: Array<{
    /** Minor units; null for a percentage */
    amount: number | null
    /** Percent; null for an amount */
    percent: string | null
    /** What it is for */
    description: string | null
  }>
  lines: Array<InvoiceLine>
  metadata: Record<string, string>
  /** The version of the business profile; null in a draft */
  profile_version: number | null
  /** The import that the invoice comes from, `imp_…` */
  import: string | null
  /** The payment link; null in a draft */
  link: {
    /** Whoever has the link can pay */
    url: string
    /** `locked` while a payment is in flight; `used` when paid */
    status: 'active' | 'locked' | 'used' | 'expired' | 'revoked'
    /** When the link expires */
    expires_at: string
  } | null
  delivery: {
    channels: Array<'email' | 'sms'>
    /** How far the invoice got, on any of its channels */
    status: 'pending' | 'sent' | 'delivered' | 'not_needed' | 'not_sent_in_test_mode' | 'failed'
  }
  receipt: {
    /** The receipt of the latest payment */
    status: 'none' | 'pending' | 'sent' | 'failed'
  }
  /** The invoice’s own plan; null follows the merchant’s */
  reminders: ReminderPlan | null
  /** The recurring invoice that made this one */
  recurring: {
    /** The id */
    id: string
    /** The number of the occurrence, from 1 */
    occurrence: number | null
  } | null
  /** When the invoice was put on hold */
  on_hold_since: string | null
  /** Set while a payment in flight decides whether the invoice becomes void */
  void_requested_at: string | null
  /** When it became void */
  voided_at: string | null
  /** `credited` if credit notes cover the whole invoice */
  void_reason: 'credited' | null
  /** How far the test clock is ahead, in milliseconds */
  test_clock_offset_ms: number
  /** When the draft is sent, or was to be sent */
  send_at: string | null
  /** When it was issued */
  issued_at: string | null
  /** When the customer first opened it */
  viewed_at: string | null
  /** When nothing was due any more */
  paid_at: string | null
  /** When it became overdue */
  overdue_at: string | null
  /** When it was created */
  created_at: string
  /** When it last changed */
  updated_at: string
}

export type InvoiceList = {
  data: Array<InvoiceSummary>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type ChangedInvoice = Invoice & {
  next: Upcoming
}

export type InvoiceLine = {
  description: string
  /** A decimal number */
  quantity: string
  /** The unit of the quantity, a code of UN/ECE Recommendation 20 */
  unit: string | null
  /** The price of one in minor units; null if it has decimals */
  unit_amount: number | null
  /** The price of one in minor units, as a decimal number */
  unit_amount_decimal: string
  /** Taken off the line */
  discounts: Array<{
    /** Minor units; null for a percentage */
    amount: number | null
    /** Percent; null for an amount */
    percent: string | null
    /** What it is for */
    description: string | null
  }>
  /** Added to the line */
  charges: Array<{
    /** Minor units; null for a percentage */
    amount: number | null
    /** Percent; null for an amount */
    percent: string | null
    /** What it is for */
    description: string | null
  }>
  /** Percent */
  tax_rate: string | null
  /** The tax category, if the request stated it */
  tax_category:
    | 'standard'
    | 'zero'
    | 'exempt'
    | 'reverse_charge'
    | 'intra_community'
    | 'export'
    | 'outside_scope'
    | null
  /** Why no tax is charged, in the words of the request */
  exemption_reason: string | null
  /** The line with its discounts and charges, as priced: before tax, or with it */
  amount: number
  /** The line before tax */
  net: number
  /** The part of the line in the tax of its rate */
  tax: number
}

export type ReminderPlan = {
  /** The local time of day, `09:00` */
  time: string
  steps: Array<{
    /** Days after the due date; negative before it */
    days: number
    /** The channel */
    channel: 'email' | 'sms' | 'both'
    /** The merchant’s own text */
    text: string | null
  }>
}

export type Upcoming = {
  /** The status of the invoice */
  status: 'draft' | 'sent' | 'viewed' | 'overdue' | 'paid' | 'void'
  /** The time by the invoice’s clock */
  now: string
  /** The same in the merchant’s time zone */
  local_time: string
  /** IANA time zone */
  time_zone: string
  data: Array<{
    /** The type of the event that follows, or `payment_check`, `refund_check` */
    event: string
    /** Null means as soon as possible */
    at: string | null
    /** The same in the merchant’s time zone */
    local_time: string | null
    /** A sentence */
    why: string
    channels?: Array<'email' | 'sms'> | undefined
  }>
  /** What was planned and does not happen */
  suppressed: Array<{
    /** The type of the event that follows, or `payment_check`, `refund_check` */
    event: string
    /** Null means as soon as possible */
    at: string | null
    /** The same in the merchant’s time zone */
    local_time: string | null
    /** A sentence */
    why: string
    /** Why it does not happen */
    code: string
  }>
  /** A sentence about the next step */
  why: string
}

export type InvoiceEventList = {
  data: Array<InvoiceEvent>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type Preview = {
  object: 'preview'
  url: string
  /** A day after the request */
  expires_at: string
}

export type InvoiceWithPayment = ChangedInvoice & {
  /** The new payment */
  payment: string
}

export type InvoiceWithRefund = ChangedInvoice & {
  /** The new refund */
  refund: string
  /** The new credit note */
  credit_note?: string | undefined
}

export type InvoiceWithCreditNote = ChangedInvoice & {
  /** The new credit note */
  credit_note: string
}

export type AdvancedInvoice = ChangedInvoice & {
  /** False while steps of the invoice are still in progress; advance by `PT0S` to wait longer */
  settled: boolean
}

export type CreditNote = {
  /** The id */
  id: string
  object: 'credit_note'
  /** The mode */
  mode: 'test' | 'live'
  /** Without gaps, in a series of its own */
  number: string
  /** The credited invoice */
  invoice: string
  /** The number of the credited invoice */
  invoice_number: string | null
  /** ISO 4217 code */
  currency: string
  /** Before tax, in minor units */
  net: number
  /** Minor units */
  tax: number
  /** The tax once more, in the currency of the seller’s country; null without a `tax_exchange_rate` */
  national_tax: {
    /** The currency of the seller’s country */
    currency: string
    /** How much of it one unit of the invoice’s currency is worth */
    exchange_rate: string
    /** The tax in minor units of that currency */
    amount: number
  } | null
  /** With tax, in minor units */
  amount: number
  /** One for each rate and category, the highest rate first */
  taxes: Array<{
    /** The tax category: S, Z, E, AE, K, G and O of EN 16931 */
    category:
      | 'standard'
      | 'zero'
      | 'exempt'
      | 'reverse_charge'
      | 'intra_community'
      | 'export'
      | 'outside_scope'
    /** Percent */
    rate: string
    /** The sum that the tax is on */
    net: number
    /** Minor units */
    tax: number
    /** Why no tax is charged, in the words of the merchant */
    reason: string | null
  }>
  /** The part of the tax that is not in net times rate, as EN 16931 computes it; an e-invoice states it apart */
  rounding: number
  /** They add up to the net, or to the amount if prices include tax */
  lines: Array<{
    /** The number of the invoice’s line; null for other amounts */
    line: number | null
    description: string
    /** A decimal number */
    quantity: string
    /** The unit of the quantity, a code of UN/ECE Recommendation 20 */
    unit: string | null
    /** The price of one in minor units; null if it has decimals */
    unit_amount: number | null
    /** The price of one in minor units, as a decimal number */
    unit_amount_decimal: string
    /** Taken off the line */
    discounts: Array<{
      /** Minor units; null for a percentage */
      amount: number | null
      /** Percent; null for an amount */
      percent: string | null
      /** What it is for */
      description: string | null
    }>
    /** Added to the line */
    charges: Array<{
      /** Minor units; null for a percentage */
      amount: number | null
      /** Percent; null for an amount */
      percent: string | null
      /** What it is for */
      description: string | null
    }>
    /** Percent */
    tax_rate: string | null
    /** The tax category, if the request stated it */
    tax_category:
      | 'standard'
      | 'zero'
      | 'exempt'
      | 'reverse_charge'
      | 'intra_community'
      | 'export'
      | 'outside_scope'
      | null
    /** Why no tax is charged, in the words of the request */
    exemption_reason: string | null
    /** The line with its discounts and charges, as priced: before tax, or with it */
    amount: number
  }>
  /** What made it: the merchant, a refund or a void */
  origin: 'merchant' | 'refund' | 'void'
  /** Printed on the document */
  reason: string | null
  /** The version of the business profile */
  profile_version: number
  /** By the clock of the invoice */
  issued_at: string
  /** When it was created */
  created_at: string
}

export type CreditNoteList = {
  data: Array<CreditNote>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type RecurringInvoice = {
  /** The id */
  id: string
  object: 'recurring_invoice'
  /** The mode */
  mode: 'test' | 'live'
  /** The status */
  status: 'active' | 'paused' | 'ended'
  /** Null after the contents were erased */
  customer: {
    /** The customer, if the request named one by its id */
    id: string | null
    name: string
    email: string
    /** E.164 */
    phone: string | null
    /** The number in the register of companies */
    company_number: string | null
    /** The tax number */
    tax_number: string | null
    /** The VAT number, with the code of its country first */
    vat_number: string | null
    /** The address, in lines or in parts */
    billing_address:
      | {
          text: string
        }
      | {
          line1: string
          line2?: string | undefined
          city: string
          postal_code?: string | undefined
          /** ISO 3166-1 alpha-2 code */
          country: string
        }
      | null
    /** Where e-invoices are addressed to */
    electronic_address: {
      /** A code of the list EAS */
      scheme: string
      value: string
    } | null
    /** Null means the customer’s */
    einvoice_format: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | null
    /** Addresses that get copies; null means the customer’s */
    cc: Array<string> | null
  } | null
  /** ISO 4217 code */
  currency?: string | undefined
  /** With placeholders such as `{month}` */
  description: string | null
  /** The sum of the lines as priced: before tax, or with it */
  subtotal?: number | undefined
  /** The discounts of the whole invoice, as priced */
  discount?: number | undefined
  /** The charges of the whole invoice, as priced */
  charge?: number | undefined
  /** The sum before tax, in minor units */
  net?: number | undefined
  /** Minor units */
  tax?: number | undefined
  /** One for each rate and category, the highest rate first */
  taxes?:
    | Array<{
        /** The tax category: S, Z, E, AE, K, G and O of EN 16931 */
        category:
          | 'standard'
          | 'zero'
          | 'exempt'
          | 'reverse_charge'
          | 'intra_community'
          | 'export'
          | 'outside_scope'
        /** Percent */
        rate: string
        /** The sum that the tax is on */
        net: number
        /** Minor units */
        tax: number
        /** Why no tax is charged, in the words of the merchant */
        reason: string | null
      }>
    | undefined
  /** The part of the tax that is not in net times rate, as EN 16931 computes it; an e-invoice states it apart */
  rounding?: number | undefined
  /** Net and tax, in minor units */
  amount?: number | undefined
  deposit?:
    | {
        /** Minor units */
        amount: number
      }
    | null
    | undefined
  /** What one unit of `currency` is worth in the currency of your country, on each invoice */
  tax_exchange_rate?: string | null | undefined
  /** When the rate was last changed */
  tax_exchange_rate_set_on?: string | null | undefined
  /** Whether the prices of the lines include their tax */
  prices_include_tax?: boolean | undefined
  /** The tax is rounded for each rate, or on each line */
  tax_rounding?: 'group' | 'line' | undefined
  /** Taken off the sum of the lines */
  discounts?:
    | Array<{
        /** Minor units; null for a percentage */
        amount: number | null
        /** Percent; null for an amount */
        percent: string | null
        /** What it is for */
        description: string | null
      }>
    | undefined
  /** Added to the sum of the lines */
  charges?:
    | Array<{
        /** Minor units; null for a percentage */
        amount: number | null
        /** Percent; null for an amount */
        percent: string | null
        /** What it is for */
        description: string | null
      }>
    | undefined
  lines: Array<InvoiceLine>
  instructions?: string | null | undefined
  /** The number of the customer’s order */
  purchase_order?: string | null | undefined
  /** What the customer asked to have stated, such as a Leitweg-ID */
  buyer_reference?: string | null | undefined
  /** Where it is delivered, if not to the billing address */
  delivery_address?:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
    | undefined
  /** The period that each invoice states; null for none */
  service_period?:
    | 'current'
    | 'previous'
    | 'next'
    | 'calendar'
    | 'previous_calendar'
    | 'next_calendar'
    | null
    | undefined
  language?: string | null | undefined
  deliver?: Array<'email' | 'sms'> | undefined
  reminders?: ReminderPlan | null | undefined
  metadata?: Record<string, string> | undefined
  /** Days from the date of an occurrence to its due date */
  due_after_days?: number | undefined
  /** Whether invoices are sent or stay drafts */
  issue?: 'send' | 'draft' | undefined
  schedule: {
    /** The interval, in units */
    every: number
    /** The unit */
    unit: 'week' | 'month' | 'quarter' | 'year'
    /** The date of the first occurrence */
    start: string
    /** The intended day of the month, where the start’s month is too short for it */
    day: number | null
    /** The local time of day, `09:00` */
    time: string
    /** IANA time zone */
    time_zone: string
    /** The last possible date, or the number of occurrences; null means no end */
    end:
      | {
          date: string
        }
      | {
          count: number
        }
      | null
  }
  /** The late occurrences to issue after an outage */
  catch_up: 'all' | 'latest' | 'none'
  /** Invoices made so far */
  issued: number
  /** Occurrences skipped so far */
  skipped: number
  /** The latest invoice */
  last: {
    /** From 1 */
    occurrence: number
    /** The date of the occurrence */
    date: string
    /** The invoice */
    invoice: string
  } | null
  failed: Array<{
    /** From 1 */
    occurrence: number
    /** The date of the occurrence */
    date: string
    /** Why its invoice could not be created */
    code:
      | 'merchant_cannot_issue'
      | 'template_missing'
      | 'text_too_long'
      | 'channel_not_configured'
      | 'no_payout_account'
  }>
  /** At most six */
  next: Array<{
    /** From 1 */
    number: number
    /** The date of the occurrence */
    date: string
    /** When its invoice is made */
    at: string
    /** The same in the merchant’s time zone */
    local_time: string
    /** The due date of its invoice */
    due_date: string
    period: {
      /** The first day */
      start: string
      /** The last day */
      end: string
    }
    /** Minor units */
    amount: number
    /** ISO 4217 code */
    currency: string
    /** With the period filled in */
    description: string
  }>
  /** When it was paused */
  paused_at: string | null
  /** When it ended */
  ended_at: string | null
  /** Who ended it */
  ended_by: 'merchant' | 'schedule' | null
  /** How far the test clock is ahead, in milliseconds */
  test_clock_offset_ms: number
  /** When it was created */
  created_at: string
  /** When it last changed */
  updated_at: string
}

export type RecurringInvoiceList = {
  data: Array<RecurringInvoice>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type ChangedRecurringInvoice = RecurringInvoice & {
  /** False while steps are still in progress */
  settled: boolean
  /** The time until which occurrences are processed, by its clock */
  processed_until: string
}

export type RecurringInvoicePreview = {
  object: 'recurring_invoice_preview'
  schedule: {
    /** The interval, in units */
    every: number
    /** The unit */
    unit: 'week' | 'month' | 'quarter' | 'year'
    /** The date of the first occurrence */
    start: string
    /** The intended day of the month, where the start’s month is too short for it */
    day: number | null
    /** The local time of day, `09:00` */
    time: string
    /** IANA time zone */
    time_zone: string
    /** The last possible date, or the number of occurrences; null means no end */
    end:
      | {
          date: string
        }
      | {
          count: number
        }
      | null
  }
  next: Array<{
    /** From 1 */
    number: number
    /** The date of the occurrence */
    date: string
    /** When its invoice is made */
    at: string
    /** The same in the merchant’s time zone */
    local_time: string
    /** The due date of its invoice */
    due_date: string
    period: {
      /** The first day */
      start: string
      /** The last day */
      end: string
    }
    /** Minor units */
    amount: number
    /** ISO 4217 code */
    currency: string
    /** With the period filled in */
    description: string
  }>
}

export type RecurringEventList = {
  data: Array<RecurringEvent>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type Customer = {
  /** The id */
  id: string
  /** The name; null after the erasure */
  name: string | null
  /** Null after the erasure of the customer */
  email: string | null
  /** E.164 */
  phone: string | null
  /** The number in the register of companies */
  company_number: string | null
  /** The tax number */
  tax_number: string | null
  /** The VAT number, with the code of its country first */
  vat_number: string | null
  /** The address, in lines or in parts */
  billing_address:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
  /** Where e-invoices are addressed to */
  electronic_address: {
    /** A code of the list EAS */
    scheme: string
    value: string
  } | null
  /** The e-invoice that the mail attaches */
  einvoice_format: 'none' | 'factur_x' | 'xrechnung' | 'peppol'
  /** Addresses that get copies */
  cc: Array<string>
  /** The number of the customer’s order */
  purchase_order: string | null
  /** What the customer asked to have stated, such as a Leitweg-ID */
  buyer_reference: string | null
  /** Where it is delivered, if not to the billing address */
  delivery_address:
    | {
        text: string
      }
    | {
        line1: string
        line2?: string | undefined
        city: string
        postal_code?: string | undefined
        /** ISO 3166-1 alpha-2 code */
        country: string
      }
    | null
  object: 'customer'
  /** The mode */
  mode: 'test' | 'live'
  /** The language, as a BCP 47 tag */
  language: string | null
  /** When the personal data was erased */
  erased_at: string | null
  /** When it was created */
  created_at: string
  /** When it last changed */
  updated_at: string
}

export type CustomerList = {
  data: Array<Customer>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type CustomerEventList = {
  data: Array<CustomerEvent>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type Import = {
  /** The id */
  id: string
  object: 'import'
  /** The mode */
  mode: 'test' | 'live'
  /** The status */
  status: 'uploading' | 'parsing' | 'refused' | 'review' | 'issuing' | 'completed' | 'cancelled' | 'expired'
  /** Whether sending is paused */
  paused: boolean
  /** Which reading of the file this is; null while the file is being read */
  parse_version: number | null
  file: {
    /** The name of the file */
    name: string | null
    /** Bytes */
    bytes: number
    /** SHA-256 of the file */
    sha256: string | null
  }
  /** Why the file cannot be read */
  problem: {
    code: string
    detail: string
    preview: Array<string>
  } | null
  /** How the file is read */
  settings: {
    encoding: 'utf-8' | 'windows-1252'
    delimiter: 'comma' | 'semicolon' | 'tab'
    decimal: 'point' | 'comma'
    date_format: 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'MM/DD/YYYY' | 'YYYY/MM/DD'
    unread_columns: 'ask' | 'ignore'
    /** Whether amounts include their tax where a row does not say it; null means no */
    prices_include_tax: 'yes' | 'no' | null
  } | null
  columns: Array<{
    header: string
    /** The column of the guide */
    read_as: string | null
  }>
  unknown_columns: Array<string>
  /** What the file leaves open */
  questions: Array<
    | {
        setting: 'date_format'
        options: Array<{
          value: 'YYYY-MM-DD' | 'DD/MM/YYYY' | 'MM/DD/YYYY' | 'YYYY/MM/DD'
          /** Values of the file that fit */
          fits: number
        }>
        /** Values */
        of: number
      }
    | {
        setting: 'decimal'
        options: Array<{
          value: 'point' | 'comma'
          /** Values of the file that fit */
          fits: number
        }>
        /** Values */
        of: number
      }
    | {
        setting: 'columns'
        headers: Array<string>
      }
  >
  rows: {
    /** Rows */
    total: number
    /** Blank lines */
    blank: number
    /** Valid rows */
    valid: number
    /** Invalid rows */
    invalid: number
    /** Duplicates among the valid rows */
    duplicates: number
  }
  invoices: {
    /** Invoices of the valid rows */
    valid: number
    /** Duplicates */
    duplicates: number
  }
  totals: Array<{
    /** ISO 4217 code */
    currency: string
    /** Invoices */
    count: number
    /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
    amount: number | string
    duplicates: {
      /** Invoices */
      count: number
      /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
      amount: number | string
    }
  }>
  first_valid_rows: Array<ImportRow>
  first_invalid_rows: Array<ImportRow>
  first_duplicate_rows: Array<ImportRow>
  /** How it was confirmed */
  confirm_options: {
    rows: 'valid' | 'all'
    duplicates: 'skip' | 'send'
    deliver: Array<'email' | 'sms'>
  } | null
  progress: {
    /** Rows read */
    parsed: number
    /** Rows checked */
    validated: number
    /** Invoices to send */
    invoices_to_issue: number
    /** Invoices issued */
    issued: number
    /** E-mails accepted by the provider */
    mailed: number
    /** E-mails delivered */
    delivered: number
    /** Rows that could not be issued */
    failed: number
    /** E-mails refused or bounced */
    undelivered: number
    batches: {
      /** Batches */
      total: number
      /** Batches done */
      done: number
    }
    /** Invoices per second */
    rate: number
    /** An estimate */
    seconds_left: number | null
    /** Whether the import has ended */
    done: boolean
  }
  /** When the upload began */
  created_at: string
  /** When the file was read */
  read_at: string | null
  /** When it was confirmed */
  confirmed_at: string | null
  /** When it ended */
  ended_at: string | null
}

export type UploadedImport = Import & {
  /** Whether the same file was uploaded before; then this is the earlier import */
  already_uploaded: boolean
}

export type ImportList = {
  data: Array<{
    /** The id */
    id: string
    object: 'import'
    /** The mode */
    mode: 'test' | 'live'
    /** The status */
    status: 'uploading' | 'parsing' | 'refused' | 'review' | 'issuing' | 'completed' | 'cancelled' | 'expired'
    /** Whether sending is paused */
    paused: boolean
    file: {
      /** The name of the file */
      name: string | null
      /** Bytes */
      bytes: number
    }
    rows: {
      /** Rows */
      total: number
      /** Valid rows */
      valid: number
      /** Invalid rows */
      invalid: number
      /** Duplicates */
      duplicates: number
    }
    /** When the upload began */
    created_at: string
    /** When it ended */
    ended_at: string | null
  }>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type ImportRow = {
  /** From 1, without the header */
  row_number: number
  /** The line of the file where the row begins */
  line_number: number
  /** The first row of the invoice that this row is a line of */
  first_row: number | null
  /** Null in a row with errors, and in a further line of an invoice */
  invoice: {
    customer: {
      /** Null: sending finds or makes the customer */
      id: null
      name: string
      email: string
      /** E.164 */
      phone: string | null
      /** The number in the register of companies */
      company_number: string | null
      /** The tax number */
      tax_number: string | null
      /** The VAT number, with the code of its country first */
      vat_number: string | null
      /** In one text */
      billing_address: string | null
      /** Where e-invoices are addressed to */
      electronic_address: {
        /** A code of the list EAS */
        scheme: string
        value: string
      } | null
      /** Null means the customer’s */
      einvoice_format: 'none' | 'factur_x' | 'xrechnung' | 'peppol' | null
      /** Addresses that get copies */
      cc: Array<string>
    }
    /** The number in the file */
    number: string | null
    /** ISO 4217 code */
    currency: string
    /** Minor units */
    subtotal: number
    /** Minor units */
    tax: number
    /** Minor units */
    amount: number
    /** The due date */
    due_date: string
    /** The day of issue of an invoice that existed before */
    issue_date: string | null
    /** What was paid before */
    amount_paid: number
    /** The number of the customer’s order */
    purchase_order: string | null
    /** What the customer asked to have stated */
    buyer_reference: string | null
    /** In one text */
    delivery_address: string | null
    /** The day of the delivery */
    delivery_date: string | null
    /** The period that is invoiced */
    service_period: {
      from: string
      to: string
    } | null
    /** The tax once more, in the currency of the seller’s country; null without a `tax_exchange_rate` */
    national_tax: {
      /** The currency of the seller’s country */
      currency: string
      /** How much of it one unit of the invoice’s currency is worth */
      exchange_rate: string
      /** The tax in minor units of that currency */
      amount: number
    } | null
    description: string
    /** Shown to the customer */
    instructions: string | null
    /** BCP 47 tag */
    language: string | null
    /** Percent */
    tax_rate: string | null
    /** Whether the amounts of the row include their tax */
    prices_include_tax: boolean
    lines: Array<InvoiceLine>
    metadata: Record<string, string>
  } | null
  errors: Array<{
    /** The header of the column; null for the row */
    column: string | null
    value: string
    code: string
    detail: string
  }>
  /** A row or an invoice with the same customer, amount and due date */
  duplicate_of:
    | {
        /** The row */
        row_number: number
      }
    | {
        invoice_id: string
        invoice_number: string | null
      }
    | null
  /** The invoice that was made */
  invoice_id: string | null
}

export type ImportRowList = {
  data: Array<ImportRow>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type ImportProgress = {
  /** The status */
  status: 'uploading' | 'parsing' | 'refused' | 'review' | 'issuing' | 'completed' | 'cancelled' | 'expired'
  /** Rows read */
  parsed: number
  /** Rows checked */
  validated: number
  /** Invoices to send */
  invoices_to_issue: number
  /** Invoices issued */
  issued: number
  /** E-mails accepted by the provider */
  mailed: number
  /** E-mails delivered */
  delivered: number
  /** Rows that could not be issued */
  failed: number
  /** E-mails refused or bounced */
  undelivered: number
  batches: {
    /** Batches */
    total: number
    /** Batches done */
    done: number
  }
  /** Invoices per second */
  rate: number
  /** An estimate */
  seconds_left: number | null
  /** Whether the import has ended */
  done: boolean
}

export type ColumnGuide = {
  data: Array<{
    /** The name of the column */
    column: string
    required: boolean
    meaning: string
    form: string
    also_known_as: Array<string>
  }>
}

export type Summary = {
  object: 'summary'
  /** The mode */
  mode: 'test' | 'live'
  period: {
    /** The first day */
    from: string
    /** The last day */
    to: string
  }
  /** Today in the merchant’s time zone */
  today: string
  currencies: Array<{
    /** ISO 4217 code */
    currency: string
    /** What is due of open invoices now; `paid` and `void` in the period */
    by_status: {
      draft: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      sent: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      viewed: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      overdue: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      paid: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      void: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
    }
    /** What is due of open invoices, by days after the due date */
    ageing: {
      not_due: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      days_1_30: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      days_31_60: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      days_61_90: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      days_over_90: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
    }
    issued: {
      count: number
      /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
      amount: number | string
    }
    received: {
      count: number
      /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
      amount: number | string
    }
    refunded: {
      count: number
      /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
      amount: number | string
    }
    credited: {
      count: number
      /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
      amount: number | string
    }
    /** From the issue to the payment in full */
    average_days_to_pay: number | null
    weeks: Array<{
      /** The Monday of the week */
      week: string
      received: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
      refunded: {
        count: number
        /** Minor units; beyond 2^53 − 1, where a number is not exact, a text of digits */
        amount: number | string
      }
    }>
  }>
}

export type PayoutAccount = {
  object: 'payout_account'
  /** ISO 4217 code */
  currency: string
  /** The kind of account */
  type: 'merchant_account' | 'iban' | 'sort_code'
  iban?: string | undefined
  sort_code?: string | undefined
  account_number?: string | undefined
  holder?: string | undefined
  /** Whether payments to it can be refunded by bank */
  refundable: boolean
  /** When it was first set */
  created_at: string
  /** When it last changed */
  updated_at: string
}

export type PayoutAccountList = {
  data: Array<PayoutAccount>
  next_cursor: null
}

export type Finding = {
  /** The id */
  id: string
  /** What differs */
  kind:
    | 'payment_unknown'
    | 'refund_unknown'
    | 'payment_unrecorded'
    | 'refund_unrecorded'
    | 'payment_amount_differs'
    | 'refund_amount_differs'
    | 'payment_missing'
    | 'refund_missing'
    | 'payment_repeated'
    | 'refund_repeated'
    | 'payment_undecided'
    | 'refund_undecided'
    | 'external_payment'
    | 'transaction_unreadable'
  /** The payment provider */
  rail: 'truelayer' | 'tokenio'
  /** ISO 4217 code */
  currency: string
  /** The invoice */
  invoice: string
  /** When the money moved */
  at: string
  /** Minor units */
  amount_at_bank: number | null
  /** Minor units */
  amount_recorded: number | null
  /** When the difference was found */
  found_at: string
  /** When it was gone */
  resolved_at: string | null
  /** When the merchant acknowledged it */
  acknowledged_at: string | null
  /** The merchant’s note */
  note: string | null
  /** The status */
  status: 'open' | 'resolved' | 'acknowledged'
}

export type Reconciliation = {
  object: 'reconciliation'
  accounts: Array<{
    /** The payment provider */
    rail: string
    /** ISO 4217 code */
    currency: string
    /** The time until which the account was compared */
    until: string
  }>
  /** Open ones first */
  findings: Array<Finding>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type SuppressedAddress = {
  object: 'suppressed_address'
  /** The id */
  id: string
  /** The channel */
  channel: 'email' | 'sms'
  /** The address, in lower case, or the phone number */
  address: string
  /** Why no more messages go there */
  reason:
    | 'inactive_recipient'
    | 'invalid_recipient'
    | 'bounced'
    | 'complained'
    | 'undeliverable'
    | 'rejected'
    | 'not_sent'
    | 'opted_out'
    | 'not_sent_in_test_mode'
  /** The status */
  status: 'suppressed' | 'reopened'
  /** When it was suppressed */
  created_at: string
  /** When it was opened again */
  reopened_at: string | null
  /** Who opened it */
  reopened_by:
    | {
        type: 'person'
        id: string
      }
    | {
        type: 'api_key'
        id: string | null
      }
    | {
        type: 'customer'
      }
    | {
        type: 'rail'
        name: 'truelayer' | 'tokenio'
      }
    | {
        type: 'provider'
        name: 'postmark' | 'twilio'
      }
    | {
        type: 'system'
      }
    | null
}

export type SuppressedAddressList = {
  data: Array<SuppressedAddress>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type PublishedEventList = {
  data: Array<PublishedEvent>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type WebhookEndpoint = {
  object: 'webhook_endpoint'
  /** The id */
  id: string
  /** The mode */
  mode: 'test' | 'live'
  /** Where webhooks go */
  url: string
  /** The merchant’s own text */
  description: string | null
  /** The types that it gets; null means all */
  events: Array<WebhookEventType> | null
  /** The status */
  status: 'enabled' | 'disabled'
  /** Why it is disabled */
  disabled_reason: 'merchant' | 'gone' | 'failing' | null
  /** When it was disabled */
  disabled_at: string | null
  /** When the tries began to fail */
  failing_since: string | null
  /** When the secret before the latest rotation ends */
  earlier_secret_expires_at: string | null
  /** When it was created */
  created_at: string
  /** When it last changed */
  updated_at: string
}

export type NewWebhookEndpoint = WebhookEndpoint & {
  /** `whsec_…`. A repeated answer has null. */
  secret: string | null
}

export type WebhookEndpointList = {
  data: Array<WebhookEndpoint>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type WebhookEventType =
  | 'invoice.issued'
  | 'invoice.sent'
  | 'invoice.delivered'
  | 'invoice.delivery_delayed'
  | 'invoice.delivery_not_needed'
  | 'invoice.delivery_failed'
  | 'invoice.address_reopened'
  | 'invoice.viewed'
  | 'invoice.receipt_sent'
  | 'invoice.receipt_failed'
  | 'invoice.merchant_notified'
  | 'invoice.merchant_notification_failed'
  | 'invoice.payment_started'
  | 'invoice.payment_authorizing'
  | 'invoice.payment_processing'
  | 'invoice.payment_status_unknown'
  | 'invoice.payment_failed'
  | 'invoice.payment_settled'
  | 'invoice.payment_reversed'
  | 'invoice.payment_reversal_accepted'
  | 'invoice.payment_reinstated'
  | 'invoice.payment_amount_unreadable'
  | 'invoice.payment_currency_mismatched'
  | 'invoice.payment_currency_mismatch_resolved'
  | 'invoice.payment_amount_unreadable_resolved'
  | 'invoice.manual_payment_recorded'
  | 'invoice.manual_payment_removed'
  | 'invoice.deposit_paid'
  | 'invoice.paid'
  | 'invoice.overpayment_recorded'
  | 'invoice.refund_requested'
  | 'invoice.refund_submitted'
  | 'invoice.refund_status_unknown'
  | 'invoice.refund_executed'
  | 'invoice.refund_failed'
  | 'invoice.refund_notice_sent'
  | 'invoice.refund_notice_failed'
  | 'invoice.manual_refund_recorded'
  | 'invoice.credited'
  | 'invoice.credit_note_sent'
  | 'invoice.credit_note_failed'
  | 'invoice.amended'
  | 'invoice.reminder_requested'
  | 'invoice.reminded'
  | 'invoice.reminder_skipped'
  | 'invoice.reminder_failed'
  | 'invoice.hold_placed'
  | 'invoice.hold_released'
  | 'invoice.overdue'
  | 'invoice.clock_advanced'
  | 'invoice.link_expired'
  | 'invoice.link_regenerated'
  | 'invoice.link_requested'
  | 'invoice.void_requested'
  | 'invoice.voided'
  | 'invoice.void_notice_sent'
  | 'invoice.void_notice_failed'
  | 'invoice.void_cancelled'
  | 'recurring_invoice.created'
  | 'recurring_invoice.changed'
  | 'recurring_invoice.paused'
  | 'recurring_invoice.resumed'
  | 'recurring_invoice.ended'
  | 'recurring_invoice.clock_advanced'
  | 'recurring_invoice.occurrence_due'
  | 'recurring_invoice.occurrence_issued'
  | 'recurring_invoice.occurrence_drafted'
  | 'recurring_invoice.occurrence_failed'
  | 'recurring_invoice.occurrences_skipped'
  | 'recurring_invoice.merchant_notified'
  | 'recurring_invoice.merchant_notification_failed'
  | 'customer.created'
  | 'customer.updated'
  | 'customer.erased'
  | 'import.completed'

export type WebhookRedelivery = {
  object: 'webhook_redelivery'
  /** The endpoint */
  endpoint: string
  /** Events that are sent again */
  events: number
}

export type WebhookDelivery = {
  object: 'webhook_delivery'
  /** The id */
  id: string
  /** The endpoint */
  endpoint: string
  event: {
    /** The event */
    id: string
    type: WebhookEventType | 'webhook_endpoint.test'
    /** The position among the events of the merchant and mode */
    sequence: number
    /** When it was recorded */
    created_at: string
  }
  /** The status */
  status: 'pending' | 'retrying' | 'succeeded' | 'failed' | 'cancelled'
  /** Whether a request caused it */
  is_redelivery: boolean
  /** Finished tries */
  attempts: number
  /** The latest try */
  last_attempt: WebhookTry | null
  /** When the next try is planned */
  next_attempt_at: string | null
  /** When it was created */
  created_at: string
  /** When it last changed */
  updated_at: string
}

export type WebhookDeliveryDetail = WebhookDelivery & {
  tries: Array<WebhookTry>
  body: Webhook
}

export type WebhookTry = {
  /** When it began */
  at: string
  /** Milliseconds */
  duration_ms: number
  /** The status of the answer */
  status_code: number | null
  /** Why it failed */
  failure:
    | 'status'
    | 'redirect'
    | 'timeout'
    | 'connection_failed'
    | 'host_not_found'
    | 'address_not_allowed'
    | null
  /** The first 2 KB of the answer */
  response: string
}

export type WebhookDeliveryList = {
  data: Array<WebhookDelivery>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type Profile = {
  object: 'profile'
  /** From 1 */
  version: number
  /** The name */
  name: string
  /** The e-mail address */
  email: string
  /** The legal name */
  legal_name: string | null
  /** The address */
  address: {
    line1: string
    line2?: string | undefined
    city: string
    postal_code?: string | undefined
    /** ISO 3166-1 alpha-2 code */
    country: string
  } | null
  /** E.164 */
  phone: string | null
  /** A web address */
  website: string | null
  /** The number in the register of companies */
  company_number: string | null
  /** The tax number */
  tax_number: string | null
  /** The VAT number, with the code of its country first */
  vat_number: string | null
  /** Where e-invoices come from */
  electronic_address: {
    /** A code of the list EAS */
    scheme: string
    value: string
  } | null
  /** Whom the customer asks about an e-invoice */
  einvoice_contact: {
    name: string
    /** E.164 */
    phone: string
    email: string
  } | null
  /** The account for transfers */
  bank_details: {
    account_name: string
    iban?: string | undefined
    bic?: string | undefined
    /** Six digits */
    sort_code?: string | undefined
    /** Eight digits */
    account_number?: string | undefined
    /** The payment reference that the bank of the account takes */
    reference: 'number' | 'rf' | 'ogm' | 'viite' | 'kid' | 'ocr' | 'fik' | 'qrr' | 'scor'
    /** Eight digits, of payments by FIK */
    creditor_number?: string | undefined
    /** False keeps the account to e-invoices */
    show_on_documents: boolean
    /** Invoices in these show the account */
    currencies: Array<string>
  } | null
  /** Why invoices have no tax */
  small_business_note: string | null
  /** The terms of payment */
  terms: string | null
}

export type ProfileVersion = Profile & {
  /** Who made the version */
  changed_by:
    | {
        type: 'person'
        id: string
      }
    | {
        type: 'api_key'
        id: string | null
      }
    | {
        type: 'customer'
      }
    | {
        type: 'rail'
        name: 'truelayer' | 'tokenio'
      }
    | {
        type: 'provider'
        name: 'postmark' | 'twilio'
      }
    | {
        type: 'system'
      }
    | null
  /** When it was made */
  created_at: string
}

export type ProfileVersionList = {
  /** At most 100, newest first */
  data: Array<ProfileVersion>
}

export type Branding = {
  object: 'branding'
  /** The colour as it was set */
  accent: string | null
  /** The colour on light pages and in e-mails, with the contrast of WCAG AA */
  accent_on_light: string
  /** The colour on dark pages, with the contrast of WCAG AA */
  accent_on_dark: string
  /** Whether the payment page says what protects the payer */
  secure_badge: boolean
  /** The logo */
  logo: {
    /** The address in pages and e-mails */
    url: string
    /** Pixels at that address */
    width: number
    /** Pixels at that address */
    height: number
  } | null
}

export type EmailPreview = {
  object: 'email_preview'
  /** The message */
  kind: 'invoice' | 'reminder' | 'receipt' | 'refund' | 'credit_note' | 'void'
  /** The language of the message, as a BCP 47 tag */
  language: string
  /** The subject */
  subject: string
  /** The e-mail as plain text */
  text: string
  /** The e-mail as HTML */
  html: string
  /** Null for a receipt or refund */
  sms: {
    /** The text message */
    text: string
    /** Segments that are charged */
    segments: number
  } | null
}

export type EmailTest = {
  object: 'email_test'
  /** The message */
  kind: 'invoice' | 'reminder' | 'receipt' | 'refund' | 'credit_note' | 'void'
  /** It is sent in a moment */
  status: 'pending'
}

export type EmailTemplate = {
  object: 'email_template'
  /** The message */
  kind: 'invoice' | 'reminder' | 'receipt' | 'refund' | 'credit_note' | 'void'
  /** The subject of the e-mail */
  subject: string | null
  /** What the e-mail says instead of its greeting, opening and closing */
  text: string | null
  /** The text message; always null for a receipt or refund */
  sms_text: string | null
  /** The same by language, as a BCP 47 tag. The most specific one that has a text is used. */
  translations: Record<
    string,
    {
      /** The subject of the e-mail */
      subject: string | null
      /** What the e-mail says instead of its greeting, opening and closing */
      text: string | null
      /** The text message; always null for a receipt or refund */
      sms_text: string | null
    }
  >
  /** What may stand in braces */
  placeholders: Array<
    | 'customer_name'
    | 'amount'
    | 'total'
    | 'currency'
    | 'secure_payment_url'
    | 'due_date'
    | 'invoice_number'
    | 'description'
    | 'merchant_name'
  >
}

export type EmailTemplateList = {
  data: Array<EmailTemplate>
}

export type Settings = {
  object: 'settings'
  /** IANA time zone */
  time_zone: string
  /** The beginning of invoice numbers */
  number_prefix: string
  /** Days after the due date on which a payment link is still valid */
  link_lifetime_days: number
  reminders: ReminderPlan
  /** E-mails to the address of the profile that can be chosen. Those that ask for a decision are always sent. */
  notices: {
    /** Each invoice that is paid */
    paid: boolean
    /** Each payment that fails */
    payment_failed: boolean
    /** Each message to a customer that does not arrive */
    delivery_failed: boolean
    /** The local time of a digest of each day in live mode on which something happened, `08:00`; null means none */
    daily_digest: string | null
  }
  /** For a payment to a void invoice */
  late_payment_policy: 'refund' | 'keep'
  /** For the part of a payment beyond the amount due */
  overpayment_policy: 'refund' | 'keep'
  /** Whether the void of an issued invoice makes a credit note */
  credit_note_on_void: boolean
  /** Whether prices include their tax where an invoice does not say it */
  prices_include_tax: boolean
  /** The tax of an invoice is rounded for each rate, or on each line */
  tax_rounding: 'group' | 'line'
  /** What live mode needs, and the limits of a new merchant */
  live: {
    /** The decision of the operators */
    status: 'pending' | 'approved' | 'suspended'
    /** Why the merchant is suspended */
    reason: string | null
    /** What live mode still needs; empty when live invoices can be issued */
    missing: Array<'confirmed_email' | 'payout_account' | 'approval'>
    limits: {
      /** Live invoices a day; null without a limit */
      invoices_per_day: number | null
      /** The sum of a day by currency; a currency that is missing has no limit */
      amounts_per_day: Record<string, number>
    }
    used_today: {
      /** Live invoices issued today, in UTC */
      invoices: number
      /** Their sum by currency */
      amounts: Record<string, number | string>
      /** When the day ends */
      ends_at: string
    }
  }
}

export type SettingChangeList = {
  data: Array<{
    object: 'setting_change'
    /** The id */
    id: string
    /** The mode; null for a setting of both modes */
    mode: 'test' | 'live' | null
    /** What was changed */
    setting:
      | 'api_key'
      | 'branding'
      | 'email_template'
      | 'payout_account'
      | 'profile'
      | 'reminder_plan'
      | 'settings'
      | 'suppressed_address'
      | 'team_invitation'
      | 'team_member'
      | 'webhook_endpoint'
    /** Which one: an id, a currency, or the kind of a template */
    subject: string | null
    /** Who changed it */
    actor:
      | {
          type: 'person'
          id: string
        }
      | {
          type: 'api_key'
          id: string | null
        }
      | {
          type: 'customer'
        }
      | {
          type: 'rail'
          name: 'truelayer' | 'tokenio'
        }
      | {
          type: 'provider'
          name: 'postmark' | 'twilio'
        }
      | {
          type: 'system'
        }
    /** The changed fields as they were; null for a new subject */
    before: Record<string, unknown> | null
    /** The changed fields as they are; null for a removed subject */
    after: Record<string, unknown> | null
    /** When it was changed */
    created_at: string
  }>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type ApiKey = {
  object: 'api_key'
  /** The id */
  id: string
  /** The name */
  name: string
  /** The mode */
  mode: 'test' | 'live'
  scopes: Array<'read' | 'write' | 'refunds' | 'webhooks'>
  /** The first characters of the key */
  starts_with: string
  /** The status */
  status: 'active' | 'expired' | 'revoked'
  /** When it was created */
  created_at: string
  /** Who created it */
  created_by:
    | {
        type: 'person'
        id: string
      }
    | {
        type: 'api_key'
        id: string | null
      }
    | {
        type: 'customer'
      }
    | {
        type: 'rail'
        name: 'truelayer' | 'tokenio'
      }
    | {
        type: 'provider'
        name: 'postmark' | 'twilio'
      }
    | {
        type: 'system'
      }
  /** When it was last used, exact to a minute */
  last_used_at: string | null
  /** When it expires */
  expires_at: string | null
  /** When it was revoked */
  revoked_at: string | null
  /** Who revoked it */
  revoked_by:
    | {
        type: 'person'
        id: string
      }
    | {
        type: 'api_key'
        id: string | null
      }
    | {
        type: 'customer'
      }
    | {
        type: 'rail'
        name: 'truelayer' | 'tokenio'
      }
    | {
        type: 'provider'
        name: 'postmark' | 'twilio'
      }
    | {
        type: 'system'
      }
    | null
  /** The key that replaces it after a rotation, `key_…` */
  replaced_by: string | null
}

export type NewApiKey = ApiKey & {
  /** The key itself. A repeated answer has null. */
  key: string | null
}

export type ApiKeyList = {
  data: Array<ApiKey>
  /** The `cursor` of the next page; null on the last one */
  next_cursor: string | null
}

export type TeamMember = {
  object: 'team_member'
  /** The id */
  id: string
  /** The person */
  person: string
  /** The name */
  name: string
  /** The e-mail address */
  email: string
  /** The role */
  role: 'owner' | 'admin' | 'member' | 'accountant'
  /** Whether two-factor sign-in is on */
  two_factor: boolean
  /** When the person joined */
  joined_at: string
}

export type TeamInvitation = {
  object: 'team_invitation'
  /** The id */
  id: string
  /** The e-mail address */
  email: string
  /** The role */
  role: 'owner' | 'admin' | 'member' | 'accountant'
  /** When it was sent */
  created_at: string
  /** When it ends */
  expires_at: string
}

export type Team = {
  object: 'team'
  members: Array<TeamMember>
  /** The open ones */
  invitations: Array<TeamInvitation>
}

export type InvoiceIssuedEvent = EventEnvelope & {
  type: 'invoice.issued'
  /** The invoice */
  invoice_id: string
  data: {
    /** The invoice number */
    number: string
    /** ISO 4217 code */
    currency: string
    /** The total */
    amount: number
    /** The part that is payable first */
    deposit: number | null
    /** The last day on which the invoice is not overdue */
    due_date: string
    /** When the invoice becomes overdue */
    overdue_at: string
    /** When the payment link expires */
    link_expires_at: string
    /** The planned reminders, soonest first */
    reminders: Array<{
      /** The reminder */
      id: string
      /** When it is planned */
      at: string
      /** Days after the due date; negative before it */
      days: number
      /** The channels */
      channels: Array<'email' | 'sms'>
    }>
    /** The payment link */
    link_id: string
    /** The channels on which the customer receives the invoice */
    channels: Array<'email' | 'sms'>
    /** For a payment to a void invoice */
    late_payment_policy: 'refund' | 'keep'
    /** For the part of a payment beyond the amount due */
    overpayment_policy: 'refund' | 'keep'
    /** The mode */
    mode: 'test' | 'live'
    /** How far the invoice’s test clock is ahead, in milliseconds */
    test_clock_offset_ms: number
  }
}

export type InvoiceSentEvent = EventEnvelope & {
  type: 'invoice.sent'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
    /** How often the invoice was sent, from 1 */
    delivery: number
    /** The segments of the text message */
    sms_segments: number | null
  }
}

export type InvoiceDeliveredEvent = EventEnvelope & {
  type: 'invoice.delivered'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
    /** How often the invoice had been sent; null for other messages */
    delivery: number | null
  }
}

export type InvoiceDeliveryDelayedEvent = EventEnvelope & {
  type: 'invoice.delivery_delayed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
  }
}

export type InvoiceDeliveryNotNeededEvent = EventEnvelope & {
  type: 'invoice.delivery_not_needed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** Why it was not sent */
    reason: 'already_paid' | 'voided' | 'not_sent_in_test_mode'
    /** How often the invoice was to be sent, from 1 */
    delivery: number
  }
}

export type InvoiceDeliveryFailedEvent = EventEnvelope & {
  type: 'invoice.delivery_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** Why the message did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
    /** The message */
    message_id: string
    /** How often the invoice had been sent; null for other messages */
    delivery: number | null
  }
}

export type InvoiceAddressReopenedEvent = EventEnvelope & {
  type: 'invoice.address_reopened'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
  }
}

export type InvoiceViewedEvent = EventEnvelope & {
  type: 'invoice.viewed'
  /** The invoice */
  invoice_id: string
  data: Record<string, never>
}

export type InvoiceReceiptSentEvent = EventEnvelope & {
  type: 'invoice.receipt_sent'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
  }
}

export type InvoiceReceiptFailedEvent = EventEnvelope & {
  type: 'invoice.receipt_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The channel */
    channel: 'email' | 'sms'
    /** Why the message did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
  }
}

export type InvoiceMerchantNotifiedEvent = EventEnvelope & {
  type: 'invoice.merchant_notified'
  /** The invoice */
  invoice_id: string
  data: {
    /** The subject */
    notice:
      | 'delivery_failed'
      | 'link_requested'
      | 'overpayment'
      | 'refund_failed'
      | 'refund_executed'
      | 'payment_reversed'
      | 'payment_reinstated'
      | 'payment_currency_mismatched'
      | 'payment_amount_unreadable'
    /** The notice */
    notice_id: string
    /** The message */
    message_id: string
  }
}

export type InvoiceMerchantNotificationFailedEvent = EventEnvelope & {
  type: 'invoice.merchant_notification_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The subject */
    notice:
      | 'delivery_failed'
      | 'link_requested'
      | 'overpayment'
      | 'refund_failed'
      | 'refund_executed'
      | 'payment_reversed'
      | 'payment_reinstated'
      | 'payment_currency_mismatched'
      | 'payment_amount_unreadable'
    /** The notice */
    notice_id: string
    /** Why it did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
      | 'not_wanted'
  }
}

export type InvoicePaymentStartedEvent = EventEnvelope & {
  type: 'invoice.payment_started'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The payment provider */
    rail: 'truelayer' | 'tokenio'
    /** The bank’s id at the rail */
    bank_id: string
    /** The amount requested */
    amount: number
    /** Whether the rail can refund the payment */
    refundable: boolean
  }
}

export type InvoicePaymentAuthorizingEvent = EventEnvelope & {
  type: 'invoice.payment_authorizing'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The rail’s id of the payment */
    provider_payment_id: string
  }
}

export type InvoicePaymentProcessingEvent = EventEnvelope & {
  type: 'invoice.payment_processing'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentStatusUnknownEvent = EventEnvelope & {
  type: 'invoice.payment_status_unknown'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The rail’s own name for the status */
    rail_status: string
  }
}

export type InvoicePaymentFailedEvent = EventEnvelope & {
  type: 'invoice.payment_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** `superseded`, `unknown`, or the rail’s code */
    reason: string
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentSettledEvent = EventEnvelope & {
  type: 'invoice.payment_settled'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The amount that arrived */
    amount: number
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentReversedEvent = EventEnvelope & {
  type: 'invoice.payment_reversed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The rail’s code, or `unknown` */
    reason: string
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentReversalAcceptedEvent = EventEnvelope & {
  type: 'invoice.payment_reversal_accepted'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
  }
}

export type InvoicePaymentReinstatedEvent = EventEnvelope & {
  type: 'invoice.payment_reinstated'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentAmountUnreadableEvent = EventEnvelope & {
  type: 'invoice.payment_amount_unreadable'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The amount as the rail reported it */
    reported: string
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentCurrencyMismatchedEvent = EventEnvelope & {
  type: 'invoice.payment_currency_mismatched'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The amount that arrived, in its own currency */
    amount: number
    /** ISO 4217 code of the money that arrived */
    currency: string
    /** The rail’s own name for the status */
    rail_status: string | null
  }
}

export type InvoicePaymentCurrencyMismatchResolvedEvent = EventEnvelope & {
  type: 'invoice.payment_currency_mismatch_resolved'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
  }
}

export type InvoicePaymentAmountUnreadableResolvedEvent = EventEnvelope & {
  type: 'invoice.payment_amount_unreadable_resolved'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
  }
}

export type InvoiceManualPaymentRecordedEvent = EventEnvelope & {
  type: 'invoice.manual_payment_recorded'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The amount received */
    amount: number
    /** The method */
    method: 'cash' | 'transfer' | 'card' | 'cheque' | 'other'
    /** The day of the payment */
    paid_on: string
    /** Whether the customer gets a receipt */
    receipt: boolean
  }
}

export type InvoiceManualPaymentRemovedEvent = EventEnvelope & {
  type: 'invoice.manual_payment_removed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
  }
}

export type InvoiceDepositPaidEvent = EventEnvelope & {
  type: 'invoice.deposit_paid'
  /** The invoice */
  invoice_id: string
  data: {
    /** The amount paid so far */
    amount: number
  }
}

export type InvoicePaidEvent = EventEnvelope & {
  type: 'invoice.paid'
  /** The invoice */
  invoice_id: string
  data: {
    /** The amount paid */
    amount: number
  }
}

export type InvoiceOverpaymentRecordedEvent = EventEnvelope & {
  type: 'invoice.overpayment_recorded'
  /** The invoice */
  invoice_id: string
  data: {
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The part beyond the amount due */
    amount: number
  }
}

export type InvoiceRefundRequestedEvent = EventEnvelope & {
  type: 'invoice.refund_requested'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The payment. A payment by bank has the id of its attempt, `pat_…` */
    payment_id: string
    /** The amount to refund */
    amount: number
    /** Why it is refunded */
    reason: 'merchant' | 'overpayment' | 'voided'
  }
}

export type InvoiceRefundSubmittedEvent = EventEnvelope & {
  type: 'invoice.refund_submitted'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The rail’s id of the refund */
    provider_refund_id: string
  }
}

export type InvoiceRefundStatusUnknownEvent = EventEnvelope & {
  type: 'invoice.refund_status_unknown'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The rail’s own name for the status */
    rail_status: string
  }
}

export type InvoiceRefundExecutedEvent = EventEnvelope & {
  type: 'invoice.refund_executed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** 1, or more if the rail executed the refund again after a failure */
    round: number
  }
}

export type InvoiceRefundFailedEvent = EventEnvelope & {
  type: 'invoice.refund_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The rail’s code, or `unknown` */
    reason: string
    /** 1, or more if the rail executed the refund again after a failure */
    round: number
  }
}

export type InvoiceRefundNoticeSentEvent = EventEnvelope & {
  type: 'invoice.refund_notice_sent'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
  }
}

export type InvoiceRefundNoticeFailedEvent = EventEnvelope & {
  type: 'invoice.refund_notice_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The channel */
    channel: 'email' | 'sms'
    /** Why the message did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
  }
}

export type InvoiceManualRefundRecordedEvent = EventEnvelope & {
  type: 'invoice.manual_refund_recorded'
  /** The invoice */
  invoice_id: string
  data: {
    /** The refund */
    refund_id: string
    /** The amount paid back */
    amount: number
    /** The method */
    method: 'cash' | 'transfer' | 'card' | 'cheque' | 'other'
    /** The day of the refund */
    refunded_on: string
  }
}

export type InvoiceCreditedEvent = EventEnvelope & {
  type: 'invoice.credited'
  /** The invoice */
  invoice_id: string
  data: {
    /** The credit note */
    credit_note_id: string
    /** The number of the credit note */
    number: string
    /** The amount with tax */
    amount: number
    /** What made it: the merchant, a refund or a void */
    reason: 'merchant' | 'refund' | 'void'
    /** Whether the customer gets an e-mail about it. The notice of a void carries its credit note */
    notify: boolean
  }
}

export type InvoiceCreditNoteSentEvent = EventEnvelope & {
  type: 'invoice.credit_note_sent'
  /** The invoice */
  invoice_id: string
  data: {
    /** The credit note */
    credit_note_id: string
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
  }
}

export type InvoiceCreditNoteFailedEvent = EventEnvelope & {
  type: 'invoice.credit_note_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The credit note */
    credit_note_id: string
    /** The channel */
    channel: 'email' | 'sms'
    /** Why the message did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
  }
}

export type InvoiceAmendedEvent = EventEnvelope & {
  type: 'invoice.amended'
  /** The invoice */
  invoice_id: string
  data: {
    /** The changed fields */
    changed: Array<'due_date' | 'reminders' | 'instructions' | 'link_expires_at' | 'email' | 'phone'>
    /** The channels whose address changed */
    new_address: Array<'email' | 'sms'>
    /** The last day on which the invoice is not overdue */
    due_date: string
    /** When the invoice becomes overdue */
    overdue_at: string
    /** When the payment link expires */
    link_expires_at: string
    /** The planned reminders, soonest first */
    reminders: Array<{
      /** The reminder */
      id: string
      /** When it is planned */
      at: string
      /** Days after the due date; negative before it */
      days: number
      /** The channels */
      channels: Array<'email' | 'sms'>
    }>
  }
}

export type InvoiceReminderRequestedEvent = EventEnvelope & {
  type: 'invoice.reminder_requested'
  /** The invoice */
  invoice_id: string
  data: {
    /** The reminder */
    reminder_id: string
    /** The channels */
    channels: Array<'email' | 'sms'>
  }
}

export type InvoiceRemindedEvent = EventEnvelope & {
  type: 'invoice.reminded'
  /** The invoice */
  invoice_id: string
  data: {
    /** The reminder */
    reminder_id: string
    /** The channels that accepted it */
    channels: Array<'email' | 'sms'>
    /** The messages, one for each channel */
    message_ids: Array<string>
    /** The segments of the text message */
    sms_segments: number | null
  }
}

export type InvoiceReminderSkippedEvent = EventEnvelope & {
  type: 'invoice.reminder_skipped'
  /** The invoice */
  invoice_id: string
  data: {
    /** The reminder */
    reminder_id: string
    /** Why it was skipped */
    reason:
      | 'past'
      | 'late'
      | 'on_hold'
      | 'payment_in_progress'
      | 'payment_currency_mismatched'
      | 'payment_amount_unreadable'
      | 'link_expired'
      | 'undeliverable'
      | 'nothing_due'
      | 'merchant_suspended'
      | 'not_sent_in_test_mode'
  }
}

export type InvoiceReminderFailedEvent = EventEnvelope & {
  type: 'invoice.reminder_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The reminder */
    reminder_id: string
    /** Why it did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
  }
}

export type InvoiceHoldPlacedEvent = EventEnvelope & {
  type: 'invoice.hold_placed'
  /** The invoice */
  invoice_id: string
  data: Record<string, never>
}

export type InvoiceHoldReleasedEvent = EventEnvelope & {
  type: 'invoice.hold_released'
  /** The invoice */
  invoice_id: string
  data: {
    /** Whether the dates moved by the length of the hold */
    dates: 'keep' | 'shift'
    /** The last day on which the invoice is not overdue */
    due_date: string
    /** When the invoice becomes overdue */
    overdue_at: string
    /** When the payment link expires */
    link_expires_at: string
    /** The planned reminders, soonest first */
    reminders: Array<{
      /** The reminder */
      id: string
      /** When it is planned */
      at: string
      /** Days after the due date; negative before it */
      days: number
      /** The channels */
      channels: Array<'email' | 'sms'>
    }>
  }
}

export type InvoiceOverdueEvent = EventEnvelope & {
  type: 'invoice.overdue'
  /** The invoice */
  invoice_id: string
  data: Record<string, never>
}

export type InvoiceClockAdvancedEvent = EventEnvelope & {
  type: 'invoice.clock_advanced'
  /** The invoice */
  invoice_id: string
  data: {
    /** Milliseconds */
    by_ms: number
  }
}

export type InvoiceLinkExpiredEvent = EventEnvelope & {
  type: 'invoice.link_expired'
  /** The invoice */
  invoice_id: string
  data: Record<string, never>
}

export type InvoiceLinkRegeneratedEvent = EventEnvelope & {
  type: 'invoice.link_regenerated'
  /** The invoice */
  invoice_id: string
  data: {
    /** The new payment link */
    link_id: string
    /** The revoked payment link */
    revoked_link_id: string
    /** When the new link expires */
    expires_at: string
    /** The channels on which the invoice is sent again */
    channels: Array<'email' | 'sms'>
  }
}

export type InvoiceLinkRequestedEvent = EventEnvelope & {
  type: 'invoice.link_requested'
  /** The invoice */
  invoice_id: string
  data: {
    /** The link that the customer opened */
    link_id: string
  }
}

export type InvoiceVoidRequestedEvent = EventEnvelope & {
  type: 'invoice.void_requested'
  /** The invoice */
  invoice_id: string
  data: Record<string, never>
}

export type InvoiceVoidedEvent = EventEnvelope & {
  type: 'invoice.voided'
  /** The invoice */
  invoice_id: string
  data: {
    /** Whether the customer gets a notice, if they were sent the invoice */
    notify: boolean
    /** `credited` if credit notes cover the whole invoice */
    reason: 'credited' | null
    /** The credit note that the void made, or that made the void */
    credit_note_id: string | null
  }
}

export type InvoiceVoidNoticeSentEvent = EventEnvelope & {
  type: 'invoice.void_notice_sent'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** The message */
    message_id: string
  }
}

export type InvoiceVoidNoticeFailedEvent = EventEnvelope & {
  type: 'invoice.void_notice_failed'
  /** The invoice */
  invoice_id: string
  data: {
    /** The channel */
    channel: 'email' | 'sms'
    /** Why the message did not arrive */
    reason:
      | 'inactive_recipient'
      | 'invalid_recipient'
      | 'bounced'
      | 'complained'
      | 'undeliverable'
      | 'rejected'
      | 'not_sent'
      | 'opted_out'
      | 'not_sent_in_test_mode'
  }
}

export type InvoiceVoidCancelledEvent = EventEnvelope & {
  type: 'invoice.void_cancelled'
  /** The invoice */
  invoice_id: string
  data: Record<string, never>
}

export type RecurringInvoiceCreatedEvent = EventEnvelope & {
  type: 'recurring_invoice.created'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The mode */
    mode: 'test' | 'live'
    /** The schedule */
    schedule: {
      /** The interval, in units */
      every: number
      /** The unit */
      unit: 'week' | 'month' | 'quarter' | 'year'
      /** The date of the first occurrence */
      start: string
      /** The intended day of the month, where the start’s month is too short for it */
      day: number | null
      /** The local time of day, `09:00` */
      time: string
      /** IANA time zone */
      time_zone: string
      /** The last possible date, or the number of occurrences; null means no end */
      end:
        | {
            date: string
          }
        | {
            count: number
          }
        | null
    }
    /** The late occurrences to issue after an outage */
    catch_up: 'all' | 'latest' | 'none'
  }
}

export type RecurringInvoiceChangedEvent = EventEnvelope & {
  type: 'recurring_invoice.changed'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The schedule */
    schedule: {
      /** The interval, in units */
      every: number
      /** The unit */
      unit: 'week' | 'month' | 'quarter' | 'year'
      /** The date of the first occurrence */
      start: string
      /** The intended day of the month, where the start’s month is too short for it */
      day: number | null
      /** The local time of day, `09:00` */
      time: string
      /** IANA time zone */
      time_zone: string
      /** The last possible date, or the number of occurrences; null means no end */
      end:
        | {
            date: string
          }
        | {
            count: number
          }
        | null
    }
    /** The late occurrences to issue after an outage */
    catch_up: 'all' | 'latest' | 'none'
  }
}

export type RecurringInvoicePausedEvent = EventEnvelope & {
  type: 'recurring_invoice.paused'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: Record<string, never>
}

export type RecurringInvoiceResumedEvent = EventEnvelope & {
  type: 'recurring_invoice.resumed'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: Record<string, never>
}

export type RecurringInvoiceEndedEvent = EventEnvelope & {
  type: 'recurring_invoice.ended'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** Whether the merchant or the schedule ended it */
    reason: 'merchant' | 'schedule'
  }
}

export type RecurringInvoiceClockAdvancedEvent = EventEnvelope & {
  type: 'recurring_invoice.clock_advanced'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** Milliseconds */
    by_ms: number
  }
}

export type RecurringInvoiceOccurrenceDueEvent = EventEnvelope & {
  type: 'recurring_invoice.occurrence_due'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The number of the occurrence, from 1 */
    occurrence: number
    /** The date of the occurrence */
    date: string
    /** The last day of the occurrence’s period */
    period_end: string
    /** When it was planned */
    planned_at: string
    /** The number of the try, from 1 */
    attempt: number
  }
}

export type RecurringInvoiceOccurrenceIssuedEvent = EventEnvelope & {
  type: 'recurring_invoice.occurrence_issued'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The number of the occurrence, from 1 */
    occurrence: number
    /** The date of the occurrence */
    date: string
    /** The invoice */
    invoice_id: string
  }
}

export type RecurringInvoiceOccurrenceDraftedEvent = EventEnvelope & {
  type: 'recurring_invoice.occurrence_drafted'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The number of the occurrence, from 1 */
    occurrence: number
    /** The date of the occurrence */
    date: string
    /** The invoice */
    invoice_id: string
  }
}

export type RecurringInvoiceOccurrenceFailedEvent = EventEnvelope & {
  type: 'recurring_invoice.occurrence_failed'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The number of the occurrence, from 1 */
    occurrence: number
    /** The number of the try, from 1 */
    attempt: number
    /** Why it failed */
    code:
      | 'merchant_cannot_issue'
      | 'template_missing'
      | 'text_too_long'
      | 'channel_not_configured'
      | 'no_payout_account'
  }
}

export type RecurringInvoiceOccurrencesSkippedEvent = EventEnvelope & {
  type: 'recurring_invoice.occurrences_skipped'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The first skipped occurrence */
    first: {
      /** The number of the occurrence, from 1 */
      occurrence: number
      /** The date of the occurrence */
      date: string
    }
    /** The last skipped occurrence */
    last: {
      /** The number of the occurrence, from 1 */
      occurrence: number
      /** The date of the occurrence */
      date: string
    }
    /** Why they were skipped */
    reason: 'merchant' | 'paused' | 'missed'
  }
}

export type RecurringInvoiceMerchantNotifiedEvent = EventEnvelope & {
  type: 'recurring_invoice.merchant_notified'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The subject */
    notice: 'occurrence_failed'
    /** The number of the occurrence, from 1 */
    occurrence: number
    /** The message */
    message_id: string
  }
}

export type RecurringInvoiceMerchantNotificationFailedEvent = EventEnvelope & {
  type: 'recurring_invoice.merchant_notification_failed'
  /** The recurring invoice */
  recurring_invoice_id: string
  data: {
    /** The subject */
    notice: 'occurrence_failed'
    /** The number of the occurrence, from 1 */
    occurrence: number
    /** The message */
    message_id: string
  }
}

export type CustomerCreatedEvent = EventEnvelope & {
  type: 'customer.created'
  /** The customer */
  customer_id: string
  data: Record<string, never>
}

export type CustomerUpdatedEvent = EventEnvelope & {
  type: 'customer.updated'
  /** The customer */
  customer_id: string
  data: {
    /** The fields that changed */
    changed: Array<
      | 'name'
      | 'email'
      | 'phone'
      | 'language'
      | 'company_number'
      | 'tax_number'
      | 'vat_number'
      | 'billing_address'
      | 'purchase_order'
      | 'buyer_reference'
      | 'delivery_address'
      | 'electronic_address'
      | 'einvoice_format'
      | 'cc'
    >
  }
}

export type CustomerErasedEvent = EventEnvelope & {
  type: 'customer.erased'
  /** The customer */
  customer_id: string
  data: Record<string, never>
}

export type ImportCompletedEvent = EventEnvelope & {
  type: 'import.completed'
  /** The import */
  import_id: string
  data: {
    /** Issued invoices */
    issued: number
    /** Invoices whose e-mail the provider accepted */
    mailed: number
    /** Issued invoices whose e-mail was refused or not sent */
    undelivered: number
    /** Invoices that became invalid after the confirmation */
    failed: number
  }
}

export type WebhookEndpointTestEvent = {
  /** The event’s id */
  id: string
  object: 'event'
  type: 'webhook_endpoint.test'
  /** When it was requested */
  at: string
  /** The same */
  recorded_at: string
  /** The endpoint */
  webhook_endpoint_id: string
  data: Record<string, never>
}

export type InvoiceEvent =
  | InvoiceIssuedEvent
  | InvoiceSentEvent
  | InvoiceDeliveredEvent
  | InvoiceDeliveryDelayedEvent
  | InvoiceDeliveryNotNeededEvent
  | InvoiceDeliveryFailedEvent
  | InvoiceAddressReopenedEvent
  | InvoiceViewedEvent
  | InvoiceReceiptSentEvent
  | InvoiceReceiptFailedEvent
  | InvoiceMerchantNotifiedEvent
  | InvoiceMerchantNotificationFailedEvent
  | InvoicePaymentStartedEvent
  | InvoicePaymentAuthorizingEvent
  | InvoicePaymentProcessingEvent
  | InvoicePaymentStatusUnknownEvent
  | InvoicePaymentFailedEvent
  | InvoicePaymentSettledEvent
  | InvoicePaymentReversedEvent
  | InvoicePaymentReversalAcceptedEvent
  | InvoicePaymentReinstatedEvent
  | InvoicePaymentAmountUnreadableEvent
  | InvoicePaymentCurrencyMismatchedEvent
  | InvoicePaymentCurrencyMismatchResolvedEvent
  | InvoicePaymentAmountUnreadableResolvedEvent
  | InvoiceManualPaymentRecordedEvent
  | InvoiceManualPaymentRemovedEvent
  | InvoiceDepositPaidEvent
  | InvoicePaidEvent
  | InvoiceOverpaymentRecordedEvent
  | InvoiceRefundRequestedEvent
  | InvoiceRefundSubmittedEvent
  | InvoiceRefundStatusUnknownEvent
  | InvoiceRefundExecutedEvent
  | InvoiceRefundFailedEvent
  | InvoiceRefundNoticeSentEvent
  | InvoiceRefundNoticeFailedEvent
  | InvoiceManualRefundRecordedEvent
  | InvoiceCreditedEvent
  | InvoiceCreditNoteSentEvent
  | InvoiceCreditNoteFailedEvent
  | InvoiceAmendedEvent
  | InvoiceReminderRequestedEvent
  | InvoiceRemindedEvent
  | InvoiceReminderSkippedEvent
  | InvoiceReminderFailedEvent
  | InvoiceHoldPlacedEvent
  | InvoiceHoldReleasedEvent
  | InvoiceOverdueEvent
  | InvoiceClockAdvancedEvent
  | InvoiceLinkExpiredEvent
  | InvoiceLinkRegeneratedEvent
  | InvoiceLinkRequestedEvent
  | InvoiceVoidRequestedEvent
  | InvoiceVoidedEvent
  | InvoiceVoidNoticeSentEvent
  | InvoiceVoidNoticeFailedEvent
  | InvoiceVoidCancelledEvent

export type RecurringEvent =
  | RecurringInvoiceCreatedEvent
  | RecurringInvoiceChangedEvent
  | RecurringInvoicePausedEvent
  | RecurringInvoiceResumedEvent
  | RecurringInvoiceEndedEvent
  | RecurringInvoiceClockAdvancedEvent
  | RecurringInvoiceOccurrenceDueEvent
  | RecurringInvoiceOccurrenceIssuedEvent
  | RecurringInvoiceOccurrenceDraftedEvent
  | RecurringInvoiceOccurrenceFailedEvent
  | RecurringInvoiceOccurrencesSkippedEvent
  | RecurringInvoiceMerchantNotifiedEvent
  | RecurringInvoiceMerchantNotificationFailedEvent

export type CustomerEvent = CustomerCreatedEvent | CustomerUpdatedEvent | CustomerErasedEvent

export type Problem = {
  /** `urn:duewell:problem:` and the code */
  type: string
  /** What is wrong */
  title: string
  status: number
  /** The code, which stays the same */
  code:
    | 'not_issued'
    | 'already_paid'
    | 'voided'
    | 'already_void'
    | 'void_requested'
    | 'partly_paid'
    | 'link_expired'
    | 'link_revoked'
    | 'amount_changed'
    | 'payment_in_progress'
    | 'payment_currency_mismatched'
    | 'payment_amount_unreadable'
    | 'on_hold'
    | 'not_on_hold'
    | 'too_many_reminders'
    | 'undeliverable'
    | 'precondition_failed'
    | 'due_before_issue'
    | 'expires_in_the_past'
    | 'payment_too_large'
    | 'unknown_payment'
    | 'already_undone'
    | 'already_refunded'
    | 'refund_exceeds_payment'
    | 'refund_exceeds_bank_payments'
    | 'refund_not_possible'
    | 'nothing_to_refund'
    | 'too_many_credit_notes'
    | 'nothing_to_credit'
    | 'credit_exceeds_invoice'
    | 'clock_moved_back'
    | 'live_invoice'
    | 'recurring_ended'
    | 'already_paused'
    | 'not_paused'
    | 'not_the_next'
    | 'nothing_to_retry'
    | 'changed_meanwhile'
    | 'starts_too_early'
    | 'live_recurring'
    | 'import_not_ready'
    | 'import_read_again'
    | 'import_unreadable'
    | 'import_has_questions'
    | 'import_has_errors'
    | 'import_confirmed'
    | 'import_ended'
    | 'nothing_to_send'
    | 'import_not_issuing'
    | 'import_paused'
    | 'import_not_paused'
    | 'merchant_suspended'
    | 'email_not_confirmed'
    | 'payout_account_missing'
    | 'merchant_not_approved'
    | 'volume_limit_reached'
    | 'unauthorized'
    | 'insufficient_scope'
    | 'api_key_revoked'
    | 'api_key_expired'
    | 'api_key_rotated'
    | 'owner_or_admin'
    | 'already_member'
    | 'too_many_invitations'
    | 'not_found'
    | 'customer_exists'
    | 'customer_erased'
    | 'customer_has_open_invoices'
    | 'customer_has_recurring_invoices'
    | 'customer_has_payments'
    | 'customer_in_import'
    | 'suppression_kept'
    | 'einvoice_incomplete'
    | 'method_not_allowed'
    | 'malformed_request'
    | 'headers_too_large'
    | 'request_timeout'
    | 'invalid_json'
    | 'incomplete_body'
    | 'unsupported_media_type'
    | 'invalid_form'
    | 'body_too_large'
    | 'logo_too_large'
    | 'logo_unreadable'
    | 'too_many_pixels'
    | 'file_too_large'
    | 'file_missing'
    | 'invalid_fields'
    | 'invalid_query'
    | 'invalid_idempotency_key'
    | 'invalid_if_match'
    | 'idempotency_key_reused'
    | 'request_in_progress'
    | 'answer_erased'
    | 'not_a_draft'
    | 'equal_reminders'
    | 'too_many_steps'
    | 'start_in_the_past'
    | 'ends_before_start'
    | 'day_not_in_start'
    | 'unknown_period_placeholder'
    | 'template_missing'
    | 'unknown_time_zone'
    | 'invalid_duration'
    | 'webhook_endpoint_disabled'
    | 'too_many_webhook_endpoints'
    | 'too_many_webhook_secrets'
    | 'range_too_large'
    | 'forged_webhook'
    | 'unauthorized_webhook'
    | 'mismatched_webhook'
    | 'too_many_requests'
    | 'too_many_event_streams'
    | 'unavailable'
    | 'timed_out'
    | 'internal'
  /** The next step */
  detail: string
  /** The fields that are not valid */
  errors?:
    | Array<{
        /** JSON pointer into the body or the query */
        pointer: string
        /** The code, which stays the same */
        code:
          | 'after_due_date'
          | 'conflict'
          | 'day_not_in_start'
          | 'due_before_issue'
          | 'duplicate_key'
          | 'ends_before_start'
          | 'equal_reminders'
          | 'expires_in_the_past'
          | 'iban_out_of_reach'
          | 'in_the_future'
          | 'in_the_past'
          | 'invalid_account_number'
          | 'invalid_amount'
          | 'invalid_characters'
          | 'invalid_choice'
          | 'invalid_code'
          | 'invalid_colour'
          | 'invalid_country'
          | 'invalid_bic'
          | 'invalid_cursor'
          | 'invalid_date'
          | 'invalid_decimal'
          | 'invalid_duration'
          | 'invalid_email'
          | 'invalid_iban'
          | 'invalid_id'
          | 'invalid_instant'
          | 'invalid_language'
          | 'invalid_phone'
          | 'invalid_prefix'
          | 'invalid_scheme'
          | 'invalid_sort'
          | 'invalid_sort_code'
          | 'invalid_status'
          | 'invalid_time'
          | 'invalid_type'
          | 'invalid_url'
          | 'invalid_vat_number'
          | 'no_national_currency'
          | 'no_payout_account'
          | 'no_phone'
          | 'not_configured'
          | 'not_offered'
          | 'not_own_address'
          | 'not_positive'
          | 'out_of_range'
          | 'qr_iban_not_taken'
          | 'reference_not_taken'
          | 'repeated'
          | 'required'
          | 'reserved'
          | 'sort_code_required'
          | 'start_in_the_past'
          | 'taken'
          | 'too_deep'
          | 'too_far'
          | 'too_large'
          | 'too_long'
          | 'too_many'
          | 'too_many_digits'
          | 'too_many_steps'
          | 'too_short'
          | 'unknown_column'
          | 'unknown_currency'
          | 'unknown_customer'
          | 'unknown_event'
          | 'unknown_field'
          | 'unknown_period_placeholder'
          | 'unknown_placeholder'
          | 'unknown_rate'
          | 'unknown_role'
          | 'unknown_scope'
          | 'unknown_time_zone'
          | 'unsupported_channel'
        /** What the field must be */
        detail: string
      }>
    | undefined
}

export type EventEnvelope = {
  /** The event’s id */
  id: string
  /** Always `event` */
  object: 'event'
  /** The event’s position in its log, from 1 */
  seq: number
  /** When it happened, by the resource’s own clock */
  at: string
  /** When it was recorded, in real time */
  recorded_at: string
  /** Who did it */
  actor:
    | {
        type: 'person'
        id: string
      }
    | {
        type: 'api_key'
        id: string | null
      }
    | {
        type: 'customer'
      }
    | {
        type: 'rail'
        name: 'truelayer' | 'tokenio'
      }
    | {
        type: 'provider'
        name: 'postmark' | 'twilio'
      }
    | {
        type: 'system'
      }
  /** Why it happened */
  cause:
    | 'request'
    | 'import'
    | 'schedule'
    | 'payment_page'
    | 'rail_report'
    | 'reconciliation'
    | 'delivery_report'
    | 'deadline'
    | 'automatic'
  /** The note that the merchant added to the request */
  note: string | null
}
