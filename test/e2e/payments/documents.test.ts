import { describe, expect, it } from 'vitest'
import {
  authorise,
  call,
  control,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { InvoiceRow, MerchantProfileRow, MerchantRow, RefundRow } from '../../../db/entities/index.ts'
import { documentOf, loadDocument } from '../../../db/invoices/document.ts'
import { controlBank, tokenIoPayment } from '../../support/rail-fixtures.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()
const TOTAL = { amount: 10_000 }
const cash = (amount: number) => ({ amount, method: 'cash', receipt: false })

const invoicePdf = ({ id }: Pick<InvoiceJson, 'id'>) =>
  pdfTextAt(`${world.publicUrl}/v1/invoices/${id}/pdf`, world.apiKey)

const receiptPdf = ({ link }: Pick<InvoiceJson, 'link'>) => pdfTextAt(`${link?.url}/receipt.pdf`)

async function payAtBank({ id, link }: InvoiceJson): Promise<void> {
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(world, id, 'paid')
}

describe('the documents of an invoice', () => {
  it('states in the documents what is paid and still due when an invoice is paid in part, and names each payment when it is paid', async () => {
    const invoice = await createInvoice(world, TOTAL)
    expect(await invoicePdf(invoice)).not.toContain('Received')
    await mustCommand(world, invoice.id, 'payments', cash(6_000))
    const part = await invoicePdf(invoice)
    for (const text of ['Total 100.00 GBP', 'Received 60.00 GBP', 'Still due 40.00 GBP', 'Payment Cash'])
      expect(part).toContain(text)
    expect(await receiptPdf(invoice)).toContain('60.00 GBP of 100.00 GBP has been received.')

    await payAtBank(invoice)
    const paid = await invoicePdf(invoice)
    for (const text of ['Received 100.00 GBP', 'Still due 0.00 GBP', 'Payment Cash', 'Payment Pebble'])
      expect(paid).toContain(text)
    expect(await receiptPdf(invoice)).toContain('Still due 0.00 GBP')
    const page = await (await fetch(invoice.link?.url ?? '')).text()
    for (const text of ['60.00 GBP', 'Cash', '40.00 GBP', 'Pebble'])
      expect(page).toContain(`<dd>${text}</dd>`)
  })

  it('states a refund in the documents while it is on its way and when it is executed', async () => {
    const invoice = await createInvoice(world, TOTAL)
    await payAtBank(invoice)
    await control(world, 'refunds/hold')
    await mustCommand(world, invoice.id, 'refunds', { amount: 3_000 })
    await untilEvent(world, invoice.id, 'refund_submitted')
    const pending = await invoicePdf(invoice)
    expect(pending).toContain('Refund on its way 30.00 GBP Still due 0.00 GBP')
    expect(pending).not.toContain('Refunded')
    await control(world, 'refunds/release')
    const refund = await world.em.fork().findOneOrFail(RefundRow, { invoiceId: invoice.id })
    await control(world, `refunds/${refund.providerRefundId}/execute`)
    await untilInvoice(world, invoice.id, ({ refunds }) => refunds[0]?.status === 'executed')
    const refunded = await invoicePdf(invoice)
    for (const text of [
      '30.00 GBP has been refunded.',
      'Refunded 30.00 GBP Still',
      'Refund Pebble',
      '-30.00',
    ])
      expect(refunded).toContain(text)
    expect(await receiptPdf(invoice)).toContain('30.00 GBP has been refunded.')
  })

  it('states the same sums in an e-mail of a batch while a refund is on its way', async () => {
    const { id } = await createInvoice(world, { ...TOTAL, deposit: { amount: 3_000 } })
    const { link } = await readInvoice(world, id)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilEvent(world, id, 'deposit_paid')
    await control(world, 'refunds/hold')
    await mustCommand(world, id, 'refunds', { amount: 1_000 })
    const em = world.em.fork()
    const { document, state } = await loadDocument(em, id)
    const sums = { amountReceived: 3_000, amountRefunded: 0, amountRefundPending: 1_000 }
    expect(document).toMatchObject(sums)
    expect((await readInvoice(world, id)).amount_refunded).toBe(0)
    const row = await em.findOneOrFail(InvoiceRow, { id })
    const merchant = await em.findOneOrFail(MerchantRow, { id: row.merchantId })
    const key = { merchantId: row.merchantId, version: merchant.profileVersion }
    const profile = await em.findOneOrFail(MerchantProfileRow, key)
    const { payments, refunds, payment: _, issue: __, ...rest } = document
    expect([payments.length, refunds.length]).toEqual([1, 1])
    expect(documentOf(row, merchant, profile, state).document).toEqual({
      ...rest,
      payments: [],
      refunds: [],
      creditNotes: [],
    })
    await control(world, 'refunds/release')
  })

  it('states an overpayment in the documents', async () => {
    const invoice = await createInvoice(world, TOTAL)
    await mustCommand(world, invoice.id, 'payments', cash(11_500))
    const text = await invoicePdf(invoice)
    for (const part of ['Received 115.00 GBP', 'Overpaid 15.00 GBP', 'Still due 0.00 GBP'])
      expect(text).toContain(part)
  })

  it('states in the documents that a void invoice is not to be paid', async () => {
    const invoice = await createInvoice(world, TOTAL)
    await mustCommand(world, invoice.id, 'void')
    await untilStatus(world, invoice.id, 'void')
    expect(await invoicePdf(invoice)).toMatch(/Void since .* Nothing is to be paid\..* Still due 0\.00 GBP/)
  })

  it('states in the documents the deposit that is due, and then the rest', async () => {
    const invoice = await createInvoice(world, { ...TOTAL, deposit: { percent: 30 } })
    expect(await invoicePdf(invoice)).toMatch(/Deposit due .*The rest, 70\.00 GBP,.* To pay 30\.00 GBP/)
    await mustCommand(world, invoice.id, 'payments', cash(3_000))
    expect(await invoicePdf(invoice)).toMatch(/The deposit is paid\. 70\.00 GBP is still to be paid\./)
  })

  it('states in the documents that a bank reversed a payment, and the amount due when the merchant accepts it', async () => {
    const iban = { type: 'iban', iban: 'DK5000400440116243', holder: 'Larkspur Studio' }
    await call(world, 'PUT', '/v1/payout_accounts/DKK', iban)
    const invoice = await createInvoice(world, { ...TOTAL, currency: 'DKK' })
    const { location } = await pressPay(invoice.link?.url ?? '', 'sandbox-klitbanken')
    await goThroughBank(location, 'authorise')
    await untilStatus(world, invoice.id, 'paid')
    await controlBank(world, 'tokenio', `payments/${tokenIoPayment(location)}/status`, 'POST', {
      status: 'INITIATION_REJECTED',
      bank_status: 'RJCT',
    })
    await untilEvent(world, invoice.id, 'payment_reversed')
    expect(await invoicePdf(invoice)).toMatch(/The bank reports that 100\.00 DKK of .* did not arrive\./)
    const [reversed] = (await readInvoice(world, invoice.id)).payments
    await mustCommand(world, invoice.id, `payments/${reversed?.id}/undo`)
    expect(await invoicePdf(invoice)).toMatch(/To pay 100\.00 DKK .*Payment that did not arrive Klitbanken/)
  })
})

describe('the receipt e-mail', () => {
  it('attaches the receipt with the position of the invoice', async () => {
    const email = 'ada.documents@customer.example'
    const invoice = await createInvoice(world, { ...TOTAL, customer: { name: 'Ada Byron', email } })
    await mustCommand(world, invoice.id, 'payments', { amount: 6_000, method: 'cash' })
    const mail = await waitFor(async () =>
      (await inboxFor(world, email)).find(({ subject }) => subject.startsWith('Receipt')),
    )
    const pdf = await pdfTextAt(mail.attachments[0]?.url ?? '')
    expect(pdf).toContain('Received 60.00 GBP Still due 40.00 GBP')
  })
})
