import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { usageOf } from '../lives/processes.ts'

type Render = (document: object) => Promise<Uint8Array>

const WARM_UP = 20
const [checkout = '', lines = '', count = ''] = process.argv.slice(2)
const render = await renderOf()
const TOTALS = {
  net: 9_876,
  discount: 0,
  charge: 0,
  rounding: 0,
  groups: [{ category: 'standard', taxRate: '20', net: 9_876, tax: 2_469 }],
}

const hasTax = existsSync(path.join(checkout, 'domain/tax'))
const amount = existsSync(path.join(checkout, 'domain/invoice-document.ts')) ? BigInt : Number

for (let i = 0; i < WARM_UP; i += 1) await render(invoice(`W-${i}`))
const before = usageOf(process.pid).cpuSeconds
for (let i = 0; i < Number(count); i += 1) await render(invoice(`M-${i}`))
const used = usageOf(process.pid).cpuSeconds - before
process.stdout.write(String((used * 1_000) / Number(count)))
process.exit(0)

async function renderOf(): Promise<Render> {
  const load = async (file: string) => import(pathToFileURL(path.join(checkout, file)).href)
  if (existsSync(path.join(checkout, 'integrations/pdf/pdfs.ts'))) {
    const { createPdfs } = (await load('integrations/pdf/pdfs.ts')) as {
      createPdfs: () => { invoice: Render }
    }
    return createPdfs().invoice
  }
  const { renderInvoicePdf } = (await load('integrations/pdf/invoice-pdf.ts')) as { renderInvoicePdf: Render }
  return renderInvoicePdf
}

function invoice(number: string): object {
  const items = Array.from({ length: Number(lines) }, (_, i) => ({
    description: `Design of the page ${number} ${i}, in three drafts`,
    quantity: String((i % 5) + 1),
    unitAmount: hasTax ? String(1_250 + i * 731) : 1_250 + i * 731,
    taxRate: '20',
  }))
  const total = amount(12_345)
  return {
    number,
    merchant: { name: 'Larkspur Studio', email: 'accounts@larkspur.example' },
    customer: {
      name: `Ada Byron ${number}`,
      email: 'ada@customer.example',
      billingAddress: { line1: '12 Harbour Row', city: 'Bristol', postal_code: 'BS1 4DJ', country: 'GB' },
    },
    description: 'Brand identity',
    instructions: `Please pay with the reference ${number}.`,
    currency: 'GBP',
    lines: items,
    totals: { subtotal: total, tax: amount(2_469), amount: total, total, ...TOTALS },
    pricesIncludeTax: false,
    taxRounding: 'group',
    issuedOn: '2026-11-23',
    dueDate: '2026-12-07',
    amountDue: total,
    amountRequested: total,
    status: 'open',
    amountReceived: amount(0),
    amountRefunded: amount(0),
    amountRefundPending: amount(0),
    amountOverpaid: amount(0),
    payments: [],
    refunds: [],
    creditNotes: [],
    amountCredited: 0,
    due: { total, now: total, paid: amount(0) },
  }
}
