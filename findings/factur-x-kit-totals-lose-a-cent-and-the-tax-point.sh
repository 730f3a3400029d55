#!/usr/bin/env bash
# Package and version: factur-x-kit 0.3.1 (npm).
#
# Behaviour: `totalsCalculator` computes the totals of an invoice from its lines. It rounds the VAT as a floating number
# times a hundred. 19 % of 1.50 is 0.285, and 0.285 * 100 is 28.499999999999996, so the VAT is 0.28 and the invoice asks
# for a cent less. Where the VAT ends in half a cent, now this way is taken and now the other: of the net amounts up to
# 200.00, eleven lose the cent and the other 189 that end so do not. `totals.optionalTaxDueDates`, which the README
# offers for the tax point, has no effect: its date or code is neither in the totals nor in the XML.
#
# Expected: 0.29, half a cent rounded up as commercial rounding does and as the other 189 are (EN 16931, BR-CO-17, asks
# for two decimals: https://docs.peppol.eu/poacc/billing/3.0/rules/ubl-tc434/BR-CO-17/), and DueDateTypeCode 72 (BT-8,
# the VAT becomes due with the payment) in the XML.
#
# Output seen on 2026-11-30:
#   net 1.50: VAT 0.28, due 1.78, tax point (none)
#   a cent lost: 1.50 42.50 49.50 53.50 86.50 94.50 97.50 176.50 179.50 182.50 185.50
#   net amounts with half a cent of VAT: 200
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund factur-x-kit@0.3.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { FacturX, totalsCalculator } from 'factur-x-kit'

const address = { addressLineOne: 'Street 1', postcode: '10115', city: 'Berlin', country: 'DE' }
const invoice = (price) =>
  totalsCalculator({
    document: { id: '2026-17', type: '380', currency: 'EUR', dateOfIssue: { year: 2026, month: 11, day: 2 } },
    seller: { name: 'Blue Lamp GmbH', postalAddress: address, taxIdentification: { vatId: 'DE136695976' } },
    buyer: { name: 'Green Door GmbH', postalAddress: address },
    delivery: { deliveryDate: { year: 2026, month: 11, day: 1 } },
    paymentInformation: { paymentTerms: { dueDate: { year: 2026, month: 12, day: 2 } } },
    invoiceLines: [
      {
        generalLineData: { lineId: '1' },
        productDescription: { name: 'Lamp' },
        productPriceAgreement: { productPricing: { basisPricePerItem: price } },
        delivery: { itemQuantity: { quantity: 1, unit: 'C62' } },
        settlement: { tax: { categoryCode: 'S', rateApplicablePercent: 19 } },
      },
    ],
    totals: { optionalTaxDueDates: [{ categoryCode: 'S', rateApplicablePercent: 19, dueDateTimeCode: '72' }] },
  })

const low = []
let halves = 0
for (let cents = 1; cents <= 20_000; cents += 1) {
  if ((cents * 19) % 100 === 50) halves += 1
  const right = Math.floor((cents * 19 + 50) / 100)
  if (Math.round(invoice(cents / 100).totals.taxTotal[0].amount * 100) !== right) low.push((cents / 100).toFixed(2))
}
const xml = await (await FacturX.fromObject(invoice(1.5))).getXML()
const read = (name) => new RegExp(`<ram:${name}[^>]*>([^<]*)`).exec(xml)?.[1] ?? '(none)'

const seen = [
  `net 1.50: VAT ${read('CalculatedAmount')}, due ${read('DuePayableAmount')}, tax point ${read('DueDateTypeCode')}`,
  `a cent lost: ${low.join(' ')}`,
  `net amounts with half a cent of VAT: ${halves}`,
]
console.log(seen.join('\n'))

assert.deepEqual(seen, [
  'net 1.50: VAT 0.28, due 1.78, tax point (none)',
  'a cent lost: 1.50 42.50 49.50 53.50 86.50 94.50 97.50 176.50 179.50 182.50 185.50',
  'net amounts with half a cent of VAT: 200',
])
EOF
node see.mjs
