import { expect, it } from 'vitest'
import { transferCode } from '../../domain/invoice/transfer.ts'
import type { BankDetails } from '../../domain/party/party.ts'
import { drawnReference } from '../../domain/payment/references/payment-reference.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { invoiceDocument } from '../../test/support/invoice-document.ts'
import { readQr } from '../../test/support/read-qr.ts'
import { transferImage } from './transfer-image.ts'

const NONE = { text: '' }
const ADDRESS = { line1: 'Rue du Lac 1268', city: 'Biel', postal_code: '2501', country: 'CH' }

function codeOf(iban: string, reference: BankDetails['reference'], currency = 'EUR') {
  const bankDetails = { account_name: 'Lärkspur', iban, reference, show_on_documents: true }
  return transferCode(
    invoiceDocument({
      merchant: { name: 'Lärkspur', email: 'a@b.example', address: ADDRESS, bankDetails },
      currency: currency as Currency,
      paymentReference: drawnReference(reference, 7),
      amountRequested: 12_345,
    }),
  )
}

it.each([
  ['a SEPA transfer', 'DE89370400440532013000', 'rf', 'EUR'],
  ['a Belgian transfer', 'BE68539007547034', 'ogm', 'EUR'],
  ['a Finnish transfer', 'FI2112345600000785', 'viite', 'EUR'],
  ['a Swiss QR-bill', 'CH4431999123000889012', 'qrr', 'CHF'],
  ['a Swiss QR-bill with a creditor reference', 'CH9300762011623852957', 'scor', 'EUR'],
] as const)('the image of %s reads as its text', async (_, iban, reference, currency) => {
  const code = codeOf(iban, reference, currency)
  expect(code?.bill !== undefined).toBe(iban.startsWith('CH'))
  expect(code?.text).toContain('123.45')
  expect(await readQr(transferImage(code ?? NONE).svg)).toBe(code?.text)
})

it('covers the middle of a Swiss code with a cross of 7 of its 46 mm', () => {
  const { svg, side } = transferImage(codeOf('CH4431999123000889012', 'qrr', 'CHF') ?? NONE)
  const modules = Number(/viewBox="1 1 (\d+)/.exec(svg)?.[1])
  const [, x, width] = /<rect x="([\d.]+)"[^>]* width="([\d.]+)"/.exec(svg) ?? []
  expect([side, (Number(width) / modules) * side]).toEqual([46, expect.closeTo(7)])
  expect(Number(x) + Number(width) / 2).toBeCloseTo(1 + modules / 2)
})

it('states a Finnish reference as ISO 11649, and a Belgian one as people read it', () => {
  expect(codeOf('FI2112345600000785', 'viite')?.text).toMatch(/\nRF\d{2}10000000077?\d*$/)
  expect(codeOf('BE68539007547034', 'ogm')?.text).toMatch(/\n\+\+\+\d{3}\/\d{4}\/\d{5}\+\+\+$/)
})

it('there is none for a draft, another currency, or an account that is not shown', () => {
  expect(codeOf('DE89370400440532013000', 'rf', 'GBP')).toBeUndefined()
  expect(transferCode(invoiceDocument())).toBeUndefined()
})
