import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { usageOf } from '../lives/processes.ts'

type Render = (document: object) => Promise<Uint8Array>

const MAX_WARM_UP = 20
const [checkout = '', lines = '', count = ''] = process.argv.slice(2)
const has = (file: string) => existsSync(path.join(checkout, file))
const load = async <T>(file: string): Promise<T> =>
  (await import(pathToFileURL(path.join(checkout, file)).href)) as T

const totalsOf = has('domain/tax/totals.ts')
  ? (await load<{ totalsOf: (priced: object) => { amount: number } }>('domain/tax/totals.ts')).totalsOf
  : undefined
const render = await renderOf()
const amount = has('domain/invoice-document.ts') ? BigInt : Number

let bytes = 0
const warmUp = Math.min(MAX_WARM_UP, Number(count))
for (let i = 0; i < warmUp; i += 1) await render(invoice(`W-${i}`))
const before = usageOf(process.pid).cpuSeconds
for (let i = 0; i < Number(count); i += 1) bytes = (await render(invoice(`M-${i}`))).length
const used = usageOf(process.pid).cpuSeconds - before
process.stdout.write(JSON.stringify({ cpuMs: (used * 1_000) / Number(count), bytes }))
process.exit(0)

/** The PDF embeds the e-invoice where the checkout has it. */
async function renderOf(): Promise<Render> {
  if (has('integrations/pdf/pdfs.ts')) {
    const { createPdfs } = await load<{ createPdfs: (options?: object) => { invoice: Render } }>(
      'integrations/pdf/pdfs.ts',
    )
    if (!has('integrations/einvoice/einvoices.ts')) return createPdfs().invoice
    const { createEInvoices } = await load<{ createEInvoices: () => object }>(
      'integrations/einvoice/einvoices.ts',
    )
    return createPdfs({ eInvoices: createEInvoices() }).invoice
  }
  const { renderInvoicePdf } = await load<{ renderInvoicePdf: Render }>('integrations/pdf/invoice-pdf.ts')
  return renderInvoicePdf
}

function invoice(number: string): object {
  const items = Array.from({ length: Number(lines) }, (_, i) => {
    const price = 1_250 + i * 731
    return {
      description: `Design of the page ${number} ${i}, in three drafts`,
      quantity: String((i % 5) + 1),
      unitAmount: totalsOf ? String(price) : price,
      taxRate: '20',
    }
  })
  const rules = { pricesIncludeTax: false, taxRounding: 'group' }
  const total = amount(12_345)
  const totals = totalsOf?.({ ...rules, lines: items }) ?? {
    subtotal: total,
    tax: amount(2_469),
    amount: total,
    total,
  }
  const due = totalsOf ? totals.amount : total
  return {
    number,
    merchant: {
      name: 'Larkspur Studio',
      email: 'accounts@larkspur.example',
      vatNumber: 'GB980780684',
      address: { line1: '1 High Street', city: 'London', postal_code: 'E1 1AA', country: 'GB' },
    },
    customer: {
      name: `Ada Byron ${number}`,
      email: 'ada@customer.example',
      billingAddress: { line1: '12 Harbour Row', city: 'Bristol', postal_code: 'BS1 4DJ', country: 'GB' },
    },
    description: 'Brand identity',
    instructions: `Please pay with the reference ${number}.`,
    currency: 'GBP',
    ...rules,
    lines: items,
    totals,
    issue: { id: number, dueDate: '2026-12-07' },
    issuedOn: '2026-11-23',
    dueDate: '2026-12-07',
    asOf: '2026-11-23',
    amountDue: due,
    amountRequested: due,
    status: 'open',
    amountReceived: amount(0),
    amountRefunded: amount(0),
    amountRefundPending: amount(0),
    amountCredited: amount(0),
    amountOverpaid: amount(0),
    payments: [],
    refunds: [],
    creditNotes: [],
    due: { total, now: total, paid: amount(0) },
  }
}
